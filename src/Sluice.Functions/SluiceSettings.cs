using System.Globalization;
using Microsoft.Extensions.Configuration;
using NCrontab;
using Sluice.AzureStorage;
using Sluice.Loading;

namespace Sluice.Functions;

/// <summary>The settings of the app, checked.</summary>
public sealed record SluiceSettings
{
    private static readonly string[] TriggerSources = ["LogsAndContainerScan", "EventGrid"];

    private SluiceSettings()
    {
    }

    /// <summary>How to reach the lake: <c>LakeStorage</c>.</summary>
    public required LakeStorageSettings LakeStorage { get; init; }

    /// <summary>The path of the lake definition: <c>LakeDefinition</c>; <c>lake/datapackage.json</c> beside the app by default.</summary>
    public required string LakeDefinition { get; init; }

    /// <summary>The kind of warehouse: <c>Warehouse__Provider</c>.</summary>
    public required string WarehouseProvider { get; init; }

    /// <summary>How to reach the warehouse: <c>Warehouse__ConnectionString</c>. May have a secret.</summary>
    public required string WarehouseConnectionString { get; init; }

    /// <summary>What raises blob triggers: <c>BlobTriggerSource</c>, <c>LogsAndContainerScan</c> (default) or <c>EventGrid</c>.</summary>
    public required string BlobTriggerSource { get; init; }

    /// <summary>The settings of loading: <c>Load__CommitRows</c>, <c>Load__MaxRecordBytes</c>, <c>Load__Concurrency</c>.</summary>
    public required LoaderOptions Load { get; init; }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="SluiceSettingsException">One is missing or wrong.</exception>
    public static SluiceSettings Read(IConfiguration configuration)
    {
        if (!LakeStorageSettings.TryRead(configuration, out var lakeStorage, out var error))
        {
            throw new SluiceSettingsException(error);
        }

        CheckSchedule(configuration["SweepSchedule"]);
        var source = configuration["BlobTriggerSource"] ?? TriggerSources[0];
        if (!TriggerSources.Contains(source, StringComparer.Ordinal))
        {
            throw new SluiceSettingsException($"The setting BlobTriggerSource is \"{source}\" and should be LogsAndContainerScan or EventGrid.");
        }

        var defaults = new LoaderOptions();
        return new SluiceSettings
        {
            LakeStorage = lakeStorage,
            LakeDefinition = configuration["LakeDefinition"] ?? Path.Combine(AppContext.BaseDirectory, "lake", "datapackage.json"),
            WarehouseProvider = Required(configuration, "Warehouse:Provider", "DuckDb or SqlServer"),
            WarehouseConnectionString = Required(configuration, "Warehouse:ConnectionString", "for DuckDb a file such as Data Source=.sluice/warehouse.duckdb"),
            BlobTriggerSource = source,
            Load = defaults with
            {
                CommitRows = Number(configuration, "Load:CommitRows", defaults.CommitRows, 1),
                MaxRecordBytes = Number(configuration, "Load:MaxRecordBytes", defaults.MaxRecordBytes, 1024),
                Concurrency = Number(configuration, "Load:Concurrency", defaults.Concurrency, 1),
            },
        };
    }

    private static void CheckSchedule(string? schedule)
    {
        if (schedule is not null
            && CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null
            && !TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out _))
        {
            throw new SluiceSettingsException(
                $"The setting SweepSchedule is \"{schedule}\" and should be a schedule of six fields such as 0 0 * * * * (each hour).");
        }
    }

    private static string Required(IConfiguration configuration, string name, string example) =>
        configuration[name] is { Length: > 0 } value
            ? value
            : throw new SluiceSettingsException($"The setting {Shown(name)} is missing; give it a value ({example}).");

    private static int Number(IConfiguration configuration, string name, int otherwise, int least)
    {
        var text = configuration[name];
        return string.IsNullOrEmpty(text)
            ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                ? number
                : throw new SluiceSettingsException($"The setting {Shown(name)} is \"{text}\" and should be a whole number from {least} on.");
    }

    private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
