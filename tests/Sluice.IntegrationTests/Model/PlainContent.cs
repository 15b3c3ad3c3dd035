namespace Sluice.IntegrationTests.Model;

/// <summary>The content of a file.</summary>
/// <param name="Rows">Its valid rows.</param>
/// <param name="Rejects">Its rejects.</param>
/// <param name="Keys">The keys of all records that have one, valid or not.</param>
/// <param name="Complete">How many of its rows and rejects cannot change when the file grows.</param>
internal sealed record PlainContent(
    IReadOnlyList<ModelRow> Rows, IReadOnlyList<ModelReject> Rejects, IReadOnlyList<ModelKey> Keys, long Complete)
{
    /// <summary>How many rows, rejects and records with an erased key it has.</summary>
    public (long Rows, long Rejects, long Erased) Counts => (Rows.Count, Rejects.Count, Erased);

    /// <summary>How many records it has lost because their keys are erased.</summary>
    public long Erased { get; private init; }

    /// <summary>The content without the records that have one of these keys.</summary>
    public PlainContent Without(IReadOnlySet<long> keys)
    {
        var erased = Keys.Where(k => keys.Contains(k.Key)).Select(k => k.Row).ToHashSet();
        return this with
        {
            Rows = [.. Rows.Where(r => !erased.Contains(r.Row))],
            Rejects = [.. Rejects.Where(r => !erased.Contains(r.Row))],
            Erased = erased.Count,
        };
    }
}
