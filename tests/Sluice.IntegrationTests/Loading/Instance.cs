using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>One of several instances that work on a lake, with its own warehouse, loader and sweeper.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly LakeDefinition lake;
    private readonly IWarehouse warehouse;
    private readonly HookedStorage storage;
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Instance(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse)
    {
        this.lake = lake;
        this.warehouse = warehouse;
        this.storage = new HookedStorage(storage) { OnRead = ReadAsync };
    }

    /// <summary>The files that it has begun to read, in order.</summary>
    public ConcurrentQueue<string> Files { get; } = [];

    /// <summary>Ends when it has begun to read a file.</summary>
    public Task Begun => begun.Task;

    /// <summary>What it waits for, with a file open, before it continues to read.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Starts as the app does, and sweeps once.</summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellationToken)
    {
        await warehouse.PrepareAsync(lake, cancellationToken);
        var options = new LoaderOptions { Concurrency = 2 };
        var loader = new Loader(lake, storage, warehouse, options, TimeProvider.System, NullLogger<Loader>.Instance);
        var sweeper = new Sweeper(lake, storage, warehouse, loader, options, TimeProvider.System, NullLogger<Sweeper>.Instance);
        return await sweeper.SweepAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    private Task ReadAsync(FileVersion file, long offset)
    {
        if (offset == 0)
        {
            Files.Enqueue(file.Path);
            begun.TrySetResult();
        }

        return Gate;
    }
}
