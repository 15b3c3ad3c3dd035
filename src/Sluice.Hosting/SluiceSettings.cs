using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;
using Sluice.Analytics.Requests;
using Sluice.AzureStorage;
using Sluice.Files;
using Sluice.Hosting.Access;
using Sluice.Hosting.Warehouses;
using Sluice.IO;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Rows;

namespace Sluice.Hosting;

/// <summary>The settings of the app. In environment variables <c>__</c> stands for the <c>:</c> between sections.</summary>
internal sealed record SluiceSettings
{
    private const long Megabyte = 1024 * 1024;

    // Eight instances with four loads each keep the log of most databases busy. More of them only wait for each other.
    private const int UsualLoads = 32;

    // Less is not enough for one query of a large table.
    private const int LeastMegabytes = 32;

    // A hundred years.
    private const int MostDays = 36_500;

    /// <summary>The schedule of an hourly sweep.</summary>
    public const string HourlySweep = "0 0 * * * *";

    private SluiceSettings()
    {
    }

    /// <summary>
    /// <c>LakeDefinition</c>: the full path of <c>datapackage.json</c>. A relative path is relative to the app's folder. The default is
    /// <c>lake/datapackage.json</c>.
    /// </summary>
    public required string LakeDefinition { get; init; }

    /// <summary><c>LakeStorage</c>: how to reach the lake; <see langword="null"/> if it is a folder.</summary>
    public required LakeStorageSettings? LakeStorage { get; init; }

    /// <summary>The local folder that is the lake, or <see langword="null"/>.</summary>
    internal FolderOptions? Folder { get; private init; }

    /// <summary>Whether the lake is an emulator, such as Azurite.</summary>
    internal bool LakeIsEmulator => LakeStorage is { IsEmulator: true };

    /// <summary><c>Warehouse__Provider</c>: which database the warehouse is.</summary>
    internal IWarehouseProvider WarehouseProvider { get; private init; } = null!;

    /// <summary><c>Warehouse__ConnectionString</c>: how to reach the warehouse. May be a secret.</summary>
    public required string WarehouseConnectionString { get; init; }

    /// <summary><c>SweepSchedule</c>: when to sweep, a cron expression of six fields, seconds first.</summary>
    public required string SweepSchedule { get; init; }

    /// <summary><c>Http__AllowedOrigins</c>: the origins whose pages may read answers of a local run (CORS).</summary>
    public IReadOnlyList<string> AllowedOrigins { get; private init; } = [];

    /// <summary>How the app knows who may send requests.</summary>
    public AccessSettings Access { get; private init; } = null!;

    /// <summary><c>BlobTriggerSource</c>: how the blob triggers learn of uploads.</summary>
    public required BlobTriggerSource BlobTriggerSource { get; init; }

    /// <summary><c>Load__CommitRows</c>, <c>Load__MaxRecordBytes</c>, <c>Load__MaxInflatedMegabytes</c>, <c>Load__MaxInflation</c>,
    /// <c>Sensitive__HashKey</c>, <c>Load__Concurrency</c>, <c>Load__WarehouseConcurrency</c>, <c>Load__Attempts</c>,
    /// <c>Load__RetryPause</c>.</summary>
    public required LoaderOptions Loader { get; init; }

    /// <summary>
    /// <c>Retention__Loads</c>, <c>Retention__Rejects</c>, <c>Retention__Audit</c>: how long the warehouse keeps them, in days.
    /// </summary>
    public required RetentionOptions Retention { get; init; }

    /// <summary>
    /// <c>Query__PageSize</c>, <c>Query__ExpandSize</c>, <c>Query__ExpandDepth</c>, <c>Query__TimeoutSeconds</c>,
    /// <c>Query__Concurrency</c>, <c>Query__Waiting</c>, <c>Query__MemoryMegabytes</c>, <c>Query__MaxGroups</c>, <c>Query__MaxDepth</c>,
    /// <c>Query__MaxLength</c>: the limits of a request for rows.
    /// </summary>
    public required QueryLimits Query { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="folder">The local folder that is the lake, which then needs no settings; <see langword="null"/> for none.</param>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    public static SluiceSettings Read(IConfiguration configuration, FolderOptions? folder = null)
    {
        LakeStorageSettings? lakeStorage = null;
        if (folder is null && !LakeStorageSettings.TryRead(configuration, out lakeStorage, out var error))
        {
            throw new SluiceSettingsException(error);
        }

        var (provider, connectionString) = ReadWarehouse(configuration.GetSection("Warehouse"));
        if (!provider.IsShared)
        {
            CheckOneWorker(configuration, provider);
        }

        return new SluiceSettings
        {
            LakeDefinition = ReadLakeDefinition(configuration),
            LakeStorage = lakeStorage,
            Folder = folder,
            WarehouseProvider = provider,
            WarehouseConnectionString = connectionString,
            SweepSchedule = ReadSweepSchedule(configuration),
            BlobTriggerSource = ReadBlobTriggerSource(configuration),
            Access = ReadAccess(configuration.GetSection("Access")),
            AllowedOrigins = ReadOrigins(configuration.GetSection("Http")),
            Loader = ReadLoader(configuration),
            Retention = ReadRetention(configuration.GetSection("Retention")),
            Query = ReadQuery(configuration.GetSection("Query")),
        };
    }

    /// <summary>Reads only the settings of loading: those that <see cref="Loader"/> lists.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="SluiceSettingsException">A setting is wrong.</exception>
    public static LoaderOptions ReadLoader(IConfiguration configuration) =>
        ReadLoader(configuration.GetSection("Load"), ReadHashKey(configuration.GetSection("Sensitive")));

    /// <summary>
    /// The limits of the warehouse that <c>Warehouse__Provider</c> names, without a connection. Without that setting, the limits of the
    /// embedded warehouse, which <c>sluice</c> uses by default.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="SluiceSettingsException">The setting names an unknown database.</exception>
    public static WarehouseLimits ReadLimits(IConfiguration configuration) =>
        ReadProvider(Value(configuration.GetSection("Warehouse"), "Provider") ?? "DuckDb").Limits;

    /// <summary>Only the type's name, because settings contain secrets.</summary>
    public override string ToString() => nameof(SluiceSettings);

    private static string? Value(IConfiguration configuration, string name) =>
        configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static string ReadLakeDefinition(IConfiguration configuration)
    {
        const string name = "LakeDefinition";
        var path = Path.GetFullPath(Value(configuration, name) ?? "lake/datapackage.json", AppContext.BaseDirectory);
        return LocalPath.FindFileFault(path) is { } fault
            ? throw new SluiceSettingsException($"The setting {name} names no lake definition. {fault}")
            : path;
    }

    private static (IWarehouseProvider Provider, string ConnectionString) ReadWarehouse(IConfigurationSection section)
    {
        var name = Value(section, "Provider")
            ?? throw new SluiceSettingsException(
                $"The setting Warehouse__Provider is missing. Set it to the warehouse's database: {WarehouseProviders.Names}.");
        var provider = ReadProvider(name);
        var connectionString = Value(section, "ConnectionString")
            ?? throw new SluiceSettingsException(
                $"The setting Warehouse__ConnectionString is missing: for {provider.Name} it is {provider.ConnectionStringHelp}.");
        return provider.Check(connectionString) is { } fault
            ? throw new SluiceSettingsException(fault)
            : (provider, connectionString);
    }

    private static IWarehouseProvider ReadProvider(string name) => WarehouseProviders.Find(name)
        ?? throw new SluiceSettingsException(
            $"The setting Warehouse__Provider names an unknown database. It can be: {WarehouseProviders.Names}.");

    // Each worker of an app is a process. The host parses both settings in the same way.
    private static void CheckOneWorker(IConfiguration configuration, IWarehouseProvider provider)
    {
        RefuseIf("FUNCTIONS_WORKER_PROCESS_COUNT", v => int.TryParse(v, CultureInfo.InvariantCulture, out var count) && count > 1, "1");
        RefuseIf("FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED", v => bool.TryParse(v, out var enabled) && enabled, "false");

        void RefuseIf(string name, Func<string, bool> hasMany, string one)
        {
            if (Value(configuration, name) is { } value && hasMany(value))
            {
                throw new SluiceSettingsException(
                    $"The setting {name} asks for several workers, but only one process can open a {provider.Name} warehouse: "
                        + $"set {name} to {one}, or name another warehouse.");
            }
        }
    }

    private static string ReadSweepSchedule(IConfiguration configuration)
    {
        const string name = "SweepSchedule";
        var schedule = Value(configuration, name)
            ?? throw new SluiceSettingsException(
                $"The setting {name} is missing: it is a cron expression of six fields, such as '{HourlySweep}'.");
        return CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is not null
            ? schedule
            : throw new SluiceSettingsException(
                $"The setting {name} is not a cron expression of six fields, seconds first, such as '{HourlySweep}'.");
    }

    private static BlobTriggerSource ReadBlobTriggerSource(IConfiguration configuration)
    {
        const string name = "BlobTriggerSource";
        return Value(configuration, name) switch
        {
            null => BlobTriggerSource.LogsAndContainerScan,
            { } value when Enum.GetNames<BlobTriggerSource>().Contains(value, StringComparer.OrdinalIgnoreCase) =>
                Enum.Parse<BlobTriggerSource>(value, ignoreCase: true),
            _ => throw new SluiceSettingsException(
                $"The setting {name} can only be {string.Join(" or ", Enum.GetNames<BlobTriggerSource>())}."),
        };
    }

    private static ReadOnlyMemory<byte> ReadHashKey(IConfigurationSection section)
    {
        if (Value(section, "HashKey") is not { } text)
        {
            return default;
        }

        // The text is a secret: keep it out of the message.
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= ReadOptions.ShortestHashKey
            ? key[..length]
            : throw new SluiceSettingsException(
                $"The setting Sensitive__HashKey is not base64 of {ReadOptions.ShortestHashKey} bytes or more.");
    }

    private static LoaderOptions ReadLoader(IConfigurationSection section, ReadOnlyMemory<byte> hashKey)
    {
        var standard = new LoaderOptions();
        return new LoaderOptions
        {
            CommitRows = Number(section, "CommitRows", standard.CommitRows, int.MaxValue),
            Read = new ReadOptions
            {
                MaxRecordBytes = Number(section, "MaxRecordBytes", standard.Read.MaxRecordBytes, 1024 * 1024 * 1024),
                MaxInflatedBytes = Number(
                    section, "MaxInflatedMegabytes", (int)(standard.Read.MaxInflatedBytes / Megabyte), int.MaxValue) * Megabyte,
                MaxInflation = Number(section, "MaxInflation", standard.Read.MaxInflation, 1_000_000),
                HashKey = hashKey,
            },
            Concurrency = Number(section, "Concurrency", standard.Concurrency, 64),
            WarehouseConcurrency = Number(section, "WarehouseConcurrency", UsualLoads, 1000),
            Attempts = Number(section, "Attempts", standard.Attempts, 1000),
            RetryPause = Pause("RetryPause", standard.RetryPause),
        };

        TimeSpan Pause(string name, TimeSpan otherwise)
        {
            if (Value(section, name) is not { } text)
            {
                return otherwise;
            }

            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var pause)
                && pause > TimeSpan.Zero
                && pause <= LoaderOptions.LongestPause
                ? pause
                : throw new SluiceSettingsException(
                    $"The setting Load__{name} is not a time such as 00:01:00, above zero and up to {LoaderOptions.LongestPause}.");
        }
    }

    private static RetentionOptions ReadRetention(IConfigurationSection section)
    {
        var standard = new RetentionOptions();
        return new RetentionOptions
        {
            Loads = Days("Loads", standard.Loads),
            Rejects = Days("Rejects", standard.Rejects),
            Audit = Days("Audit", standard.Audit),
        };

        TimeSpan Days(string name, TimeSpan otherwise) => TimeSpan.FromDays(Number(section, name, (int)otherwise.TotalDays, MostDays));
    }

    private static AccessSettings ReadAccess(IConfigurationSection section)
    {
        try
        {
            return AccessSettings.Read(section);
        }
        catch (FormatException e)
        {
            throw new SluiceSettingsException(e.Message);
        }
    }

    private static string[] ReadOrigins(IConfigurationSection section)
    {
        var origins = (Value(section, "AllowedOrigins") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return origins.All(IsOrigin)
            ? origins
            : throw new SluiceSettingsException(
                "The setting Http__AllowedOrigins is not a list of origins such as https://app.example.org, separated by commas.");

        static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (origin.Scheme == Uri.UriSchemeHttp || origin.Scheme == Uri.UriSchemeHttps)
            && origin.GetLeftPart(UriPartial.Authority) == text;
    }

    private static QueryLimits ReadQuery(IConfigurationSection section)
    {
        var standard = new QueryLimits();
        return new QueryLimits
        {
            PageSize = Number(section, "PageSize", standard.PageSize, 1_000_000),
            ExpandSize = Number(section, "ExpandSize", standard.ExpandSize, 1_000_000),
            ExpandDepth = Number(section, "ExpandDepth", standard.ExpandDepth, 10),
            Timeout = TimeSpan.FromSeconds(Number(section, "TimeoutSeconds", (int)standard.Timeout.TotalSeconds, 3600)),
            Concurrency = Number(section, "Concurrency", standard.Concurrency, 256),
            Waiting = Number(section, "Waiting", standard.Waiting, 100_000),
            MemoryMegabytes = Number(section, "MemoryMegabytes", standard.MemoryMegabytes, 1024 * 1024, LeastMegabytes),
            MaxGroups = Number(section, "MaxGroups", standard.MaxGroups, 10_000_000),
            MaxDepth = Number(section, "MaxDepth", standard.MaxDepth, 200),
            MaxLength = Number(section, "MaxLength", standard.MaxLength, 1024 * 1024),
        };
    }

    private static int Number(IConfigurationSection section, string name, int otherwise, int most, int least = 1)
    {
        if (Value(section, name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SluiceSettingsException($"The setting {section.Key}__{name} is not a whole number from {least} to {most}.");
    }
}
