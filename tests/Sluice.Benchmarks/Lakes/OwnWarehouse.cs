using Microsoft.Extensions.Logging.Abstractions;
using Sluice.DuckDb;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Local.Generate.Tables;
using Sluice.Warehouse;

namespace Sluice.Benchmarks.Lakes;

/// <summary>A warehouse that is ready for the files of a lake.</summary>
internal sealed class OwnWarehouse : IAsyncDisposable
{
    private readonly IWarehouse warehouse;
    private readonly Loader loader;

    private OwnWarehouse(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse)
    {
        this.warehouse = warehouse;
        loader = new Loader(lake, storage, warehouse, new LoaderOptions(), TimeProvider.System, NullLogger<Loader>.Instance);
    }

    /// <summary>Opens an embedded warehouse by its file.</summary>
    public static Task<OwnWarehouse> OpenAsync(
        string path, LakeDefinition lake, ILakeStorage storage, CancellationToken cancellationToken) =>
        OpenAsync(DuckDbWarehouse.Open(path), lake, storage, cancellationToken);

    /// <summary>Prepares a warehouse, and disposes of it with this.</summary>
    public static async Task<OwnWarehouse> OpenAsync(
        IWarehouse warehouse, LakeDefinition lake, ILakeStorage storage, CancellationToken cancellationToken)
    {
        await warehouse.PrepareAsync(lake, cancellationToken);
        return new OwnWarehouse(lake, storage, warehouse);
    }

    /// <summary>Loads a file.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded.</exception>
    public async Task<Load> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var load = await loader.LoadAsync(path, LoadTrigger.Command, progress: null, cancellationToken);
        return load.State == LoadState.Loaded
            ? load
            : throw new InvalidOperationException($"{path} was not loaded: {load.State}, {load.Error}");
    }

    /// <summary>Loads a file whose rows are known.</summary>
    /// <exception cref="InvalidOperationException">It was not loaded, or the numbers of rows are not those expected.</exception>
    public async Task LoadAsync(string path, SampleFile expected, CancellationToken cancellationToken)
    {
        var load = await LoadAsync(path, cancellationToken);
        if ((load.Rows, load.Rejected) != (expected.Good, expected.Bad))
        {
            throw new InvalidOperationException(
                $"Of {path} {load.Rows} rows were loaded and {load.Rejected} rejected, "
                + $"where it has {expected.Good} good and {expected.Bad} bad ones.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => warehouse.DisposeAsync();
}
