using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Lake.Definition;
using Sluice.Local.Answering;
using Sluice.Local.Terminal;
using Sluice.Warehouse;

namespace Sluice.Local.Hosting;

/// <summary>The warehouse, opened by a verb that only asks. It loads nothing, and it answers only this process.</summary>
internal sealed class WarehouseHost : IAsyncDisposable
{
    // No service that answers questions opens the lake.
    private const string NoStorage = "UseDevelopmentStorage=true";

    private readonly WebApplication app;

    private WarehouseHost(WebApplication app, PrivateSocket socket)
    {
        this.app = app;
        Socket = socket;
    }

    /// <summary>The socket that it answers on.</summary>
    public PrivateSocket Socket { get; }

    /// <summary>Opens the warehouse.</summary>
    /// <exception cref="CommandException">The file of the embedded warehouse is not there.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    public static async Task<WarehouseHost> OpenAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        LocalFile.LoadLake(options.Lake);
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (LocalApplication.WarehouseFileOf(options, settings) is { } file && !File.Exists(file))
        {
            throw new CommandException(
                ExitCode.Usage,
                $"There is no warehouse at {file} yet. `sluice run` or `sluice load` creates it; --home or --warehouse names another.");
        }

        var socket = PrivateSocket.Create();
        var app = LocalApplication.BuildToAsk(options, options.Storage ?? (options.Data is null ? NoStorage : null), socket);
        try
        {
            await app.Services.GetRequiredService<IWarehouseSetup>()
                .PrepareAsync(app.Services.GetRequiredService<LakeDefinition>(), cancellationToken);
            await app.StartAsync(cancellationToken);
            return new WarehouseHost(app, socket);
        }
        catch
        {
            await app.DisposeAsync();
            socket.Delete();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Socket.Delete();
    }
}
