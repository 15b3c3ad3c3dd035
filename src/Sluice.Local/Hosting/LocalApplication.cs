using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Net.Http.Headers;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sluice.Folder;
using Sluice.Hosting;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Telemetry;
using Sluice.Hosting.Triggers;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Local.Answering;
using Sluice.Local.Storage;
using Sluice.Local.Watching;
using Sluice.Local.WebJobs;

namespace Sluice.Local.Hosting;

/// <summary>
/// Builds the services of a <see cref="LocalHost"/>: those of the Functions app, and replacements for the Functions host.
/// </summary>
internal static class LocalApplication
{
    // A line that takes longer to write is loaded as it is, and again when it is complete.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Builds the app without starting it.</summary>
    /// <param name="options">The lake and the warehouse to work on.</param>
    /// <param name="serve">What to serve, or <see langword="null"/> for nothing.</param>
    /// <param name="lake">The lake definition.</param>
    /// <param name="storage">The storage's connection string, or <see langword="null"/> if the lake is a folder.</param>
    public static WebApplication Build(LocalOptions options, ServeOptions? serve, LakeDefinition lake, string? storage)
    {
        var builder = CreateBuilder(options, storage, serve is null ? TimeSpan.Zero : Patience);
        if (options.Verbose)
        {
            builder.Services.AddOpenTelemetry().AddSluice()
                .WithTracing(t => t.AddProcessor(new SimpleActivityExportProcessor(new TraceLines(Console.Error))));
        }

        if (serve is not null)
        {
            AddTriggers(builder.Services, lake, storage);
            builder.Services.AddSingleton<SweepRunner>();
            if (!serve.IsLocal && !AccessSettings.Read(builder.Configuration.GetSection("Access")).NeedsSignIn)
            {
                builder.Services.AddSingleton(new RunKey());
            }

            builder.Services.AddMvcCore();
            builder.WebHost.ConfigureHttp(serve, PrivateSocket.Of(options.Home));
            if (serve.Sweep)
            {
                builder.Services.AddHostedService<SweepService>();
            }
        }

        var app = builder.Build();

        // Resolving these starts the collection of telemetry. A starting host does that, but a command starts no host.
        app.Services.GetService<TracerProvider>();
        app.Services.GetService<MeterProvider>();
        if (serve is not null)
        {
            app.MapAnswers(serve.IsLocal, app.Services.GetService<RunKey>());
        }

        return app;
    }

    /// <summary>Builds an app that only answers questions about the warehouse, and only on a private socket.</summary>
    /// <inheritdoc cref="Build"/>
    public static WebApplication BuildToAsk(LocalOptions options, string? storage, PrivateSocket socket)
    {
        var builder = CreateBuilder(options, storage, TimeSpan.Zero);
        builder.Services.AddMvcCore();
        builder.WebHost.ConfigureHttp(serve: null, socket);
        var app = builder.Build();
        app.MapAnswers(isLocal: true, key: null);
        return app;
    }

    /// <summary>The file of the embedded warehouse, or <see langword="null"/> if settings name another warehouse.</summary>
    /// <param name="options">The options of the command.</param>
    /// <param name="configuration">The settings.</param>
    public static string? WarehouseFileOf(LocalOptions options, IConfiguration configuration) =>
        options.Warehouse is null && configuration["Warehouse:Provider"] is not null
            ? null
            : Path.GetFullPath(options.Warehouse ?? options.Home.Warehouse);

    private static WebApplicationBuilder CreateBuilder(LocalOptions options, string? storage, TimeSpan patience)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Configure(builder.Configuration, options, storage);
        ConfigureLogging(builder.Logging, options.Verbose);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.AddSluice(builder.Configuration, options.Data is { } folder ? new FolderOptions(folder, patience) : null);
        builder.Services.AddSingleton(new DefinitionAccess(CanChange: true));
        builder.Services.AddCors();
        builder.Services.AddSluiceTelemetry(TelemetrySettings.Read(builder.Configuration));
        return builder;
    }

    private static void MapAnswers(this WebApplication app, bool isLocal, RunKey? key)
    {
        app.UseMiddleware<ProblemMiddleware>();
        if (isLocal)
        {
            app.UseLocalAccess();
        }

        app.UseGate(key);
        if (app.Services.GetRequiredService<SluiceSettings>().AllowedOrigins is { Count: > 0 } origins)
        {
            app.UseCors(p => p.WithOrigins([.. origins]).WithMethods("GET", "HEAD").AllowAnyHeader()
                .WithExposedHeaders(ProtocolVersion.Header, Preferences.AppliedHeader, HeaderNames.RetryAfter, HeaderNames.ETag));
        }

        app.MapPrivate();
        app.MapHttpFunctions();
    }

    private static void AddTriggers(IServiceCollection services, LakeDefinition lake, string? storage)
    {
        if (storage is not null)
        {
            services.AddSingleton(CreateIngest);
            services.AddBlobTriggers(lake).AdaptToAzurite(lake, storage);
            return;
        }

        // Before the sweeps: the first one finds what was written before the folder is watched.
        services.AddSingleton(s => (FolderLake)s.GetRequiredService<ILakeStorage>())
            .AddHostedService<FolderTriggers>();
    }

    private static IngestBlob CreateIngest(IServiceProvider services)
    {
        var function = ActivatorUtilities.CreateInstance<IngestFunction>(services);
        var failures = services.GetRequiredService<TriggerFailures>();
        return (blob, cancellationToken) => failures.RunAsync(
            IngestFunction.Name, $"{blob.BlobContainerName}/{blob.Name}",
            () => function.RunAsync(blob, cancellationToken), cancellationToken);
    }

    // The settings of the Functions app. The others (Load__CommitRows, SweepSchedule) and another warehouse can come from the environment.
    private static void Configure(ConfigurationManager configuration, LocalOptions options, string? storage)
    {
        Dictionary<string, string?> settings = new()
        {
            ["LakeStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["LakeDefinition"] = Path.GetFullPath(options.Lake),
        };
        if (WarehouseFileOf(options, configuration) is { } file)
        {
            settings["Warehouse:Provider"] = "DuckDb";
            settings["Warehouse:ConnectionString"] = $"Data Source={file}";
        }

        if (configuration["SweepSchedule"] is null)
        {
            settings["SweepSchedule"] = SluiceSettings.HourlySweep;
        }

        if (options.CommitRows is { } rows)
        {
            settings["Load:CommitRows"] = rows.ToString(CultureInfo.InvariantCulture);
        }

        configuration.AddInMemoryCollection(settings);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, bool verbose)
    {
        logging.ClearProviders();
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(c =>
        {
            c.FormatterName = verbose ? ConsoleFormatterNames.Simple : LineFormatter.FormatterName;
            c.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning);

        // TriggerFailures logs what a function throws; the SDK would log it several times more.
        logging.AddFilter("Host.Results", LogLevel.None);
        logging.AddFilter("Function", LogLevel.Critical);
        if (!verbose)
        {
            // If the host does not start, the command ends and says why.
            logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        }
    }
}
