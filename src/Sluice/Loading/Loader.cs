using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads one file into the warehouse, exactly once. Safe for concurrent use.</summary>
public sealed class Loader
{
    /// <summary>Creates a loader.</summary>
    public Loader(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, ILogger<Loader> logger)
        => throw new NotImplementedException();

    /// <summary>Loads the newest version of a file, unless it is loaded already.</summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="trigger">What asks for it.</param>
    /// <param name="progress">Gets the state of the load after each batch, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the load; what it committed stays, and the next load goes on there.</param>
    /// <returns>The load. A file at fault is a load too (<see cref="LoadState.Refused"/>).</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Task<Load> LoadAsync(string path, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken)
        => throw new NotImplementedException();
}
