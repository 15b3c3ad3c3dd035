namespace Sluice.IntegrationTests.Model;

/// <summary>
/// What a table of merged files may hold. The model does not know which versions were read in between, so it knows only the earliest
/// possible time of each row. The table must have each row that must have been read, or a later row of its key.
/// </summary>
internal sealed class MergeModel
{
    // The table when everything was last quiet.
    private Dictionary<long, (ModelRow Row, DateTimeOffset Modified)> last = [];

    // How many versions each file had then.
    private Dictionary<ModelFile, int> seen = [];

    /// <summary>Checks the table.</summary>
    /// <param name="files">The files.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="erased">The keys that are erased.</param>
    public void Check(
        IReadOnlyList<ModelFile> files, IReadOnlyList<(ModelRow Row, DateTimeOffset? Modified)> rows, IReadOnlySet<long> erased)
    {
        var table = new Dictionary<long, (ModelRow Row, DateTimeOffset Modified)>();
        foreach (var (row, modified) in rows)
        {
            if (erased.Contains(row.Id))
            {
                throw new ModelException($"The key {row.Id} is erased, but there is {row} of {modified:T}.");
            }

            if (!table.TryAdd(row.Id, (row, modified!.Value)))
            {
                throw new ModelException($"The key {row.Id} is there twice: {row}, {table[row.Id].Row}.");
            }
        }

        foreach (var file in files.Where(f => f.Current is not null))
        {
            foreach (var (row, earliest) in Current(file).Where(c => !erased.Contains(c.Row.Id)))
            {
                Require(table, row, earliest);
            }
        }

        foreach (var (row, modified) in last.Values.Where(l => !erased.Contains(l.Row.Id)))
        {
            // A row of an earlier version stays if it was complete, unless the file was empty in between.
            var file = files.Single(f => f.Path == row.File);
            var before = seen[file];
            if (row.Row <= file.Versions[before - 1].Plain.Complete && file.EmptyAfter < before && !file.Current!.Has(row))
            {
                Require(table, row with { Row = 0 }, modified);
            }
        }

        foreach (var (row, modified) in table.Values)
        {
            CheckOrigin(files.Single(f => f.Path == row.File), row, modified);
        }

        last = table;
        seen = files.ToDictionary(f => f, f => f.Versions.Count);
    }

    // Only a later row of the key may replace it.
    private static void Require(Dictionary<long, (ModelRow Row, DateTimeOffset Modified)> table, ModelRow row, DateTimeOffset earliest)
    {
        if (!table.TryGetValue(row.Id, out var there))
        {
            throw new ModelException($"{row} is lost: there is no row of its key.");
        }

        if (there.Row == row)
        {
            return;
        }

        var isEarlierRowOfFile = there.Row.File == row.File && there.Row.Row > 0 && there.Row.Row < row.Row;
        var order = (earliest, row.File, row.Row).CompareTo((there.Modified, there.Row.File, there.Row.Row));
        if (isEarlierRowOfFile || (there.Row.File != row.File && order > 0))
        {
            throw new ModelException($"{row} of {earliest:T} or later has lost to {there.Row} of {there.Modified:T}.");
        }
    }

    // The rows of the current file, each with the first version that has it.
    private static IEnumerable<(ModelRow Row, DateTimeOffset Earliest)> Current(ModelFile file) =>
        file.Current!.Plain.Rows.Select(r => (r, file.Versions.Where(v => v.Has(r)).Min(v => v.Modified)));

    // It must be a row of a version of that time. A row that only an earlier version has is numbered 0, and was complete.
    private static void CheckOrigin(ModelFile file, ModelRow row, DateTimeOffset modified)
    {
        var isRight = row.Row > 0
            ? file.Current!.Has(row) && file.Versions.Exists(v => v.Modified == modified && v.Has(row))
            : file.Versions.Exists(v => v.Modified == modified
                && v.Plain.Rows.Any(r => r with { Row = 0 } == row && r.Row <= v.Plain.Complete));
        if (!isRight)
        {
            throw new ModelException($"{row} of {modified:T} is of no version of its file.");
        }
    }
}
