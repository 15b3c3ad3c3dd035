namespace Sluice.SqlServer.Connections;

/// <summary>What a server can do that not every one can. Found out by trying, when the warehouse is prepared.</summary>
/// <param name="Columnstore">Clustered columnstore indexes: not in the smallest service tiers.</param>
/// <param name="ClusteredIndexes">Indexes that are the table itself. Where they are a copy of it, each row that is appended would be written twice.</param>
/// <param name="PageCompression">Compressed pages.</param>
/// <param name="ColumnChange">Another type for a column. Where it cannot, the rows are copied into another table.</param>
/// <param name="SupplementaryCharacters">Collations in which a character outside the first plane is one, not two.</param>
internal sealed record ServerFeatures(
    bool Columnstore, bool ClusteredIndexes, bool PageCompression, bool ColumnChange, bool SupplementaryCharacters)
{
    /// <summary>What Azure SQL can do.</summary>
    public static ServerFeatures All { get; } = new(true, true, true, true, true);

    /// <summary>What every server can do.</summary>
    public static ServerFeatures None { get; } = new(false, false, false, false, false);
}
