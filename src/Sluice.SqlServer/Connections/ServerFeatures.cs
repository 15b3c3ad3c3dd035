namespace Sluice.SqlServer.Connections;

/// <summary>Optional features of a server, which the preparation of the warehouse finds by trying them.</summary>
/// <param name="Columnstore">Clustered columnstore indexes, which the smallest service tiers lack.</param>
/// <param name="ClusteredIndexes">Clustered indexes that store the table. On servers where they are a copy of the table, each appended row
/// would be written twice.</param>
/// <param name="PageCompression">Compressed pages.</param>
/// <param name="ColumnChange">ALTER COLUMN with another type. Without it, the rows are copied into a new table.</param>
/// <param name="SupplementaryCharacters">Collations that count a supplementary character (beyond U+FFFF) as one.</param>
/// <param name="Approximations">Estimates of quartiles and of the number of different values.</param>
internal sealed record ServerFeatures(
    bool Columnstore, bool ClusteredIndexes, bool PageCompression, bool ColumnChange, bool SupplementaryCharacters, bool Approximations)
{
    /// <summary>The features of Azure SQL.</summary>
    public static ServerFeatures All { get; } = new(true, true, true, true, true, true);

    /// <summary>No optional features.</summary>
    public static ServerFeatures None { get; } = new(false, false, false, false, false, false);
}
