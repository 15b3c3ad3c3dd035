using Sluice.Benchmarks.Comparing;

namespace Sluice.Benchmarks.Rows;

/// <summary>The rows of the table, in its order.</summary>
internal static class AllRows
{
    private static readonly (string Key, Func<Workspace, Comparison> Create)[] Rows =
    [
        (LocalLoad.RowKey, w => new LocalLoad(w)),
        (AzuriteLoad.RowKey, w => new AzuriteLoad(w)),
        (MergeLoad.RowKey, w => new MergeLoad(w)),
        (RowInserts.RowKey, w => new RowInserts(w)),
        (SqlServerLoad.RowKey, w => new SqlServerLoad(w)),
        (ValidationAlone.RowKey, w => new ValidationAlone(w)),
        (AppendedRows.RowKey, w => new AppendedRows(w)),
        (SweptFiles.RowKey, w => new SweptFiles(w)),
        (PeakMemory.RowKey, w => new PeakMemory(w)),
        (GroupByOverHttp.RowKey, w => new GroupByOverHttp(w)),
        (ProfileOfTable.RowKey, w => new ProfileOfTable(w)),
        (ManyInstances.RowKey, w => new ManyInstances(w)),
        (WorkerStart.RowKey, w => new WorkerStart(w)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Rows.Select(r => r.Key)];

    /// <summary>All of them.</summary>
    public static IEnumerable<Comparison> Of(Workspace workspace) => Rows.Select(r => r.Create(workspace));
}
