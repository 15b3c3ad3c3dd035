using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Warehouse;

/// <summary>What warehouses share that let loads add columns to tables.</summary>
internal static class ColumnAdditions
{
    /// <summary>Chooses names for the columns that a table does not have yet.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="headers">The headers of all columns of a file that are no fields.</param>
    /// <param name="known">The columns that were added to the table before.</param>
    /// <param name="isTaken">Whether the table has a column of a name, ignoring case, that cannot hold any text.</param>
    /// <returns>Those of the columns that were not added before.</returns>
    public static IReadOnlyList<AddedColumn> Choose(
        Dataset dataset, IReadOnlyList<string> headers, IReadOnlyList<AddedColumn> known, Func<string, bool> isTaken)
    {
        var names = dataset.Schema.Fields.Select(f => f.Name).Concat(known.Select(c => c.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. headers.Except(known.Select(c => c.Header), StringComparer.Ordinal)
                .Select(header => new AddedColumn(dataset.Name, Free(FieldName.From(header, "column")), header)),
        ];

        string Free(string name)
        {
            var free = name;
            for (var i = 2; isTaken(free) || !names.Add(free); i++)
            {
                free = FieldName.WithNumber(name, i);
            }

            return free;
        }
    }

    /// <summary>Completes the changes of a file with the names of the columns that were added.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="headers">The headers of the file's columns that are no fields, in the order of their changes.</param>
    /// <param name="known">The columns that were added to the table.</param>
    public static IReadOnlyList<ColumnChange> Name(
        IReadOnlyList<ColumnChange> changes, IReadOnlyList<string> headers, IEnumerable<AddedColumn> known)
    {
        var names = known.ToDictionary(c => c.Header, c => c.Name, StringComparer.Ordinal);
        var next = 0;
        return [.. changes.Select(c => c.Action == ColumnAction.Added ? c with { After = names[headers[next++]] } : c)];
    }

    /// <summary>
    /// What to do about a field whose column was added as text and cannot become one of another type, as part of a sentence; or nothing.
    /// </summary>
    public static string Remedy(Dataset dataset, string field, IEnumerable<AddedColumn> added) =>
        added.Any(c => c.Dataset == dataset.Name && string.Equals(c.Name, field, StringComparison.OrdinalIgnoreCase))
            ? " (a file has added the column: declare the field as a string, or drop the column and load the files again)"
            : "";
}
