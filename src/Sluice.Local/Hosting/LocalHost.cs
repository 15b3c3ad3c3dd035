using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics;
using Sluice.Folder;
using Sluice.Hosting;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;
using Sluice.Local.WebJobs;
using Sluice.Operations;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sluice in this process: the storage, the warehouse, and the services that triggers, HTTP endpoints and commands share. Opened for a
/// command, it runs nothing by itself. Opened to serve, it runs triggers, sweeps and HTTP once it is started.
/// </summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly LocalStorage? azurite;
    private readonly WebApplication app;
    private readonly ServeOptions? serve;
    private bool isStarted;

    private LocalHost(LocalStorage? azurite, WebApplication app, ServeOptions? serve)
    {
        this.azurite = azurite;
        this.app = app;
        this.serve = serve;
    }

    /// <summary>The lake definition.</summary>
    public LakeDefinition Lake => app.Services.GetRequiredService<LakeDefinition>();

    /// <summary>The lake.</summary>
    public ILakeStorage Storage => app.Services.GetRequiredService<ILakeStorage>();

    /// <summary>The ledger of the warehouse, which is open and prepared.</summary>
    public ILedgerReader Ledger => app.Services.GetRequiredService<ILedgerReader>();

    /// <summary>Runs queries on the warehouse.</summary>
    public AnalyticsService Analytics => app.Services.GetRequiredService<AnalyticsService>();

    /// <summary>Loads files.</summary>
    public Loader Loader => app.Services.GetRequiredService<Loader>();

    /// <summary>Starts operations.</summary>
    public OperationStarter Operations => app.Services.GetRequiredService<OperationStarter>();

    /// <summary>What was erased.</summary>
    public IErasure Erasure => app.Services.GetRequiredService<IErasure>();

    /// <summary>What the warehouse can hold exactly.</summary>
    public WarehouseLimits Limits => app.Services.GetRequiredService<ILoadTransactions>().Limits;

    /// <summary>The settings of loading.</summary>
    public LoaderOptions Options => app.Services.GetRequiredService<LoaderOptions>();

    /// <summary>The connection string to upload with, or <see langword="null"/> if the storage is not Azurite.</summary>
    public string? AzuriteConnectionString => azurite?.Endpoints.ConnectionString;

    /// <summary>Where the files of the lake are, or <see langword="null"/> if it is no folder.</summary>
    public FolderLayout? Folder => (Storage as FolderLake)?.Layout;

    /// <summary>The base address of HTTP after the start: <c>http://127.0.0.1:7071</c>.</summary>
    public string Url => app.Urls.First();

    /// <summary>The key that requests need, or <see langword="null"/> if they need none.</summary>
    public string? Key => app.Services.GetService<RunKey>()?.Text;

    /// <summary>Opens the lake and the warehouse for a command.</summary>
    public static Task<LocalHost> OpenAsync(LocalOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, null, cancellationToken);

    /// <summary>Opens the lake and the warehouse.</summary>
    /// <param name="options">The lake and the warehouse to open.</param>
    /// <param name="serve">What to serve, or <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    /// <exception cref="SluiceSettingsException">A setting is wrong.</exception>
    /// <exception cref="AzuriteException">Azurite is missing or does not start.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    public static async Task<LocalHost> OpenAsync(LocalOptions options, ServeOptions? serve, CancellationToken cancellationToken)
    {
        // Report errors of the lake definition before starting anything.
        var lake = LocalFile.LoadLake(options.Lake);
        Directory.CreateDirectory(options.Home.Folder);
        var azurite = (options.Storage ?? options.Data) is null
            ? await LocalStorage.OpenAsync(options.Home, options.StartAnew, cancellationToken)
            : null;
        WebApplication? app = null;
        try
        {
            app = LocalApplication.Build(options, serve, lake, options.Storage ?? azurite?.Endpoints.ConnectionString);
            await app.Services.GetRequiredService<IWarehouseSetup>()
                .PrepareAsync(app.Services.GetRequiredService<LakeDefinition>(), cancellationToken);
            await app.Services.GetRequiredService<ILakeStorage>()
                .EnsureContainersAsync([.. lake.Containers, RejectsFile.Container], cancellationToken);
            await app.Services.GetRequiredService<Loader>().EndAbandonedAsync(cancellationToken);
            await app.Services.GetRequiredService<Worker>().EndAbandonedAsync(
                isAlone: !app.Services.GetRequiredService<SluiceSettings>().WarehouseProvider.IsShared, cancellationToken);
            if (options.Data is { } folder)
            {
                new HomeLake(Path.GetFullPath(folder), Path.GetFullPath(options.Lake)).Write(options.Home);
            }

            return new LocalHost(azurite, app, serve);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Starts triggers, sweeps and HTTP.</summary>
    /// <exception cref="CommandException">The port is in use.</exception>
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
                ExitCode.Usage, $"Another process uses {serve?.Host}:{serve?.Port}. Name another port with --port.", e);
        }
    }

    /// <summary>Waits until the host cannot go on.</summary>
    /// <exception cref="AzuriteException">Azurite has ended by itself.</exception>
    /// <exception cref="Exception">The WebJobs SDK stopped watching the lake.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var fault = app.Services.GetService<ListenerFaults>()?.Fault ?? Task.Delay(Timeout.Infinite, cancellationToken);
        await (await Task.WhenAny(fault, azurite?.Ended ?? fault).WaitAsync(cancellationToken));
    }

    /// <summary>Stops triggers, sweeps and HTTP, closes the warehouse, and then the storage.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isStarted)
        {
            // Stop the loads first, so that nothing else waits for one to end.
            await Loader.StopAsync(CancellationToken.None);
            await app.StopAsync();
        }

        // The services are disposed in the reverse order of their creation, and the warehouse is one of them under each of its interfaces.
        // So it can be closed before the work has ended that uses it.
        await app.Services.GetRequiredService<ProcessDispatcher>().DisposeAsync();
        await app.DisposeAsync();
        await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
