using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics;
using Sluice.Hosting;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;
using Sluice.Local.WebJobs;
using Sluice.Warehouse;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sluice in this process: its storage, its warehouse, and its services, which triggers, HTTP endpoints and commands share. Opened for
/// a command it does nothing by itself; opened to serve it runs triggers, sweeps and HTTP once it is started.
/// </summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly LocalStorage? azurite;
    private readonly WebApplication app;
    private readonly int? port;
    private bool isStarted;

    private LocalHost(LocalStorage? azurite, WebApplication app, int? port)
    {
        this.azurite = azurite;
        this.app = app;
        this.port = port;
    }

    /// <summary>The datasets.</summary>
    public LakeDefinition Lake => app.Services.GetRequiredService<LakeDefinition>();

    /// <summary>The lake.</summary>
    public ILakeStorage Storage => app.Services.GetRequiredService<ILakeStorage>();

    /// <summary>The warehouse, ready for use.</summary>
    public IWarehouse Warehouse => app.Services.GetRequiredService<IWarehouse>();

    /// <summary>Queries on the warehouse.</summary>
    public AnalyticsService Analytics => app.Services.GetRequiredService<AnalyticsService>();

    /// <summary>Loads a file.</summary>
    public Loader Loader => app.Services.GetRequiredService<Loader>();

    /// <summary>Sweeps.</summary>
    public Sweeper Sweeper => app.Services.GetRequiredService<Sweeper>();

    /// <summary>The connection string to upload with, or <see langword="null"/> if the storage is not Azurite.</summary>
    public string? AzuriteConnectionString => azurite?.Endpoints.ConnectionString;

    /// <summary>Where HTTP is served, once it is started: <c>http://127.0.0.1:7071</c>.</summary>
    public string Url => app.Urls.First();

    /// <summary>Opens lake and warehouse for a command.</summary>
    public static Task<LocalHost> OpenAsync(LocalOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, null, cancellationToken);

    /// <summary>Opens lake and warehouse.</summary>
    /// <param name="options">Which.</param>
    /// <param name="serve">What to serve, or <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    /// <exception cref="SluiceSettingsException">A setting is wrong.</exception>
    /// <exception cref="AzuriteException">Azurite is not there or does not start.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    public static async Task<LocalHost> OpenAsync(LocalOptions options, ServeOptions? serve, CancellationToken cancellationToken)
    {
        // What is wrong with it is said before anything is started.
        var lake = LocalFile.LoadLake(options.Lake);
        var azurite = options.Storage is null ? await LocalStorage.OpenAsync(options.Home, options.StartAnew, cancellationToken) : null;
        WebApplication? app = null;
        try
        {
            app = LocalApplication.Build(options, serve, lake, options.Storage ?? azurite!.Endpoints.ConnectionString);
            await app.Services.GetRequiredService<IWarehouseSetup>().PrepareAsync(lake, cancellationToken);
            await app.Services.GetRequiredService<ILakeStorage>().EnsureContainersAsync([.. lake.Containers, RejectsFile.Container], cancellationToken);
            await app.Services.GetRequiredService<Loader>().EndAbandonedAsync(cancellationToken);
            return new LocalHost(azurite, app, serve?.Port);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Starts what it was opened to serve.</summary>
    /// <exception cref="CommandException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        isStarted = true;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CommandException(
                ExitCode.Usage, $"127.0.0.1:{port} is taken by another process: name another port with --port.", e);
        }
    }

    /// <summary>Waits until it cannot go on.</summary>
    /// <exception cref="AzuriteException">Azurite has ended by itself.</exception>
    /// <exception cref="Exception">The lake cannot be watched any more.</exception>
    /// <exception cref="OperationCanceledException">The token says so.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var fault = app.Services.GetRequiredService<ListenerFaults>().Fault;
        await (await Task.WhenAny(fault, azurite?.Ended ?? fault).WaitAsync(cancellationToken));
    }

    /// <summary>Stops what it serves, closes the warehouse, and then the storage.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isStarted)
        {
            // First the loads, so that nothing else waits for one to come to its end.
            await Loader.StopAsync(CancellationToken.None);
            await app.StopAsync();
        }

        await app.DisposeAsync();
        await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
