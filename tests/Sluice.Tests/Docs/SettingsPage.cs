using Microsoft.Extensions.Configuration;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;
using Sluice.Tests.Infra;

namespace Sluice.Tests.Docs;

/// <summary>A setting, as a row of docs/settings.md has it.</summary>
/// <param name="Name">Its name, as an environment variable.</param>
/// <param name="Values">What it can be.</param>
/// <param name="Default">A text in backticks, or words.</param>
internal sealed record SettingsPage(string Name, string Values, string Default)
{
    public const string Page = "docs/settings.md";

    /// <summary>All rows of the page.</summary>
    public static IReadOnlyList<SettingsPage> All { get; } =
    [
        .. PageTable.Of(Page).Where(t => t.Columns[0] == "setting").SelectMany(t => t.Rows)
            .Select(r => new SettingsPage(PageTable.Spans(r[0]).Single(), r[1], r[2])),
    ];

    /// <summary>Whether the app does not start without it.</summary>
    public bool IsRequired => Default.StartsWith("required", StringComparison.Ordinal);

    /// <summary>The default, or <see langword="null"/> if it is not one value.</summary>
    public string? DefaultValue => PageTable.Spans(Default) is [var value] && Default == $"`{value}`" ? value : null;

    /// <summary>Settings with which the app starts, with <c>__</c> between the parts of a name.</summary>
    public static Dictionary<string, string?> Enough() => new()
    {
        ["LakeStorage__blobServiceUri"] = "https://lake.blob.core.windows.net",
        ["LakeDefinition"] = RepositoryRoot.Of("lake", "datapackage.json"),
        ["Warehouse__Provider"] = "DuckDb",
        ["Warehouse__ConnectionString"] = "Data Source=:memory:",
        ["SweepSchedule"] = SluiceSettings.HourlySweep,
        ["Access__TenantId"] = "11111111-1111-1111-1111-111111111111",
        ["Access__Audience"] = "https://sluice.example",
    };

    /// <summary>Reads settings as the app does, and remembers which of them were read.</summary>
    public static SluiceSettings Read(IReadOnlyDictionary<string, string?> settings, out IReadOnlyCollection<string> names)
    {
        var asked = new RecordingConfiguration(
            settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value));
        var configuration = new ConfigurationRoot([asked]);
        var read = SluiceSettings.Read(configuration);
        TelemetrySettings.Read(configuration);
        names = [.. asked.Keys.Select(k => k.Replace(":", "__", StringComparison.Ordinal))];
        return read;
    }

    /// <summary>The names of the settings that the app reads.</summary>
    public static IReadOnlyCollection<string> ReadByTheApp()
    {
        Read(Enough(), out var names);
        return names;
    }
}
