using Sluice.AzureStorage;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Lake;

namespace Sluice.Benchmarks.Rows;

/// <summary>The same from the storage emulator, beside the peer that reads from disk.</summary>
/// <param name="workspace">The workspace.</param>
internal sealed class AzuriteLoad(Workspace workspace) : CsvLoad(workspace, AdsLake.Appended)
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "azurite";

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => "the same from Azurite";

    /// <inheritdoc/>
    public override Limit Limit => new(1.3);

    /// <inheritdoc/>
    protected override async Task<ILakeStorage> OpenLakeAsync(CancellationToken cancellationToken) =>
        new AzureLake((await Workspace.StorageAsync(cancellationToken)).CreateClient());
}
