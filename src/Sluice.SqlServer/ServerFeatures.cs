namespace Sluice.SqlServer;

/// <summary>What a server can do that not every one can. Found out by trying, when the warehouse is prepared.</summary>
/// <param name="Columnstore">Clustered columnstore indexes: not in the smallest service tiers.</param>
/// <param name="PageCompression">Compressed pages.</param>
internal sealed record ServerFeatures(bool Columnstore, bool PageCompression)
{
    /// <summary>What Azure SQL can do.</summary>
    public static ServerFeatures All { get; } = new(true, true);

    /// <summary>What every server can do.</summary>
    public static ServerFeatures None { get; } = new(false, false);
}
