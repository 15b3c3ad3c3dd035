using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;

namespace Sluice.Benchmarks.Rows;

/// <summary>A local CSV into the embedded warehouse.</summary>
/// <param name="workspace">The workspace.</param>
internal sealed class LocalLoad(Workspace workspace) : CsvLoad(workspace, AdsLake.Appended)
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "local";

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => "local CSV, validated, with lineage and ledger";

    /// <inheritdoc/>
    public override Limit Limit => new(1.0);
}
