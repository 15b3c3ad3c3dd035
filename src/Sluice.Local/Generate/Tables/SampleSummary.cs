namespace Sluice.Local.Generate.Tables;

/// <summary>All files of a run of the generator.</summary>
/// <param name="Files">The files: users, ads, ads_transaction, referrals.</param>
internal sealed record SampleSummary(IReadOnlyList<SampleFile> Files)
{
    /// <summary>The number of rows of all files.</summary>
    public long Rows => Files.Sum(f => f.Rows);

    /// <summary>The length of all files in bytes.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);
}
