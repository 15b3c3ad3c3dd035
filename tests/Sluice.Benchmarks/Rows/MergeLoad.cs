using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Peers;

namespace Sluice.Benchmarks.Rows;

/// <summary>The same into a table that merges rows by their primary key.</summary>
/// <param name="workspace">The workspace.</param>
internal sealed class MergeLoad(Workspace workspace) : CsvLoad(workspace, AdsLake.Merged)
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "merge";

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => "the same, merged by primary key";

    /// <inheritdoc/>
    public override string PeerName => "DuckDB INSERT ... ON CONFLICT from read_csv";

    /// <inheritdoc/>
    public override Limit Limit => new(1.0);

    /// <inheritdoc/>
    protected override void RunPeer(PeerDatabase peer) => peer.UpsertCsv(Csv);
}
