namespace Sluice.Local.Generate.Tables;

/// <summary>What the generator wrote.</summary>
/// <param name="Files">The files: users, ads, ads_transaction, referrals.</param>
public sealed record SampleSummary(IReadOnlyList<SampleFile> Files)
{
    /// <summary>Rows of all files.</summary>
    public long Rows => Files.Sum(f => f.Rows);

    /// <summary>Bytes of all files.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);
}
