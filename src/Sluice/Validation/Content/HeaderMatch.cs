using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Validation.Content;

/// <summary>Which column of a file each field of a schema is read from, and which columns belong to no field.</summary>
internal sealed class HeaderMatch
{
    // A header can have a million columns. A message names at most this many.
    private const int Most = 20;

    private readonly string? refusal;

    private HeaderMatch(Dataset dataset, int[] columns, int count, string? refusal, ColumnDrift? drift)
    {
        Columns = Spread(dataset.Schema, columns);
        Count = count;
        this.refusal = refusal;
        Drift = drift;
    }

    /// <summary>The index of each field's column; -1 for a field without one, where the dataset allows that.</summary>
    public int[] Columns { get; }

    /// <summary>
    /// The columns without a name or a field, if the dataset refuses or adds new columns. They must be empty. Spreadsheets write such
    /// columns, and so do programs that end lines with a delimiter.
    /// </summary>
    public int[] Nameless { get; private init; } = [];

    /// <summary>The number of columns of the file.</summary>
    public int Count { get; }

    /// <summary>How the columns differ from the schema, or <see langword="null"/> if they do not.</summary>
    public ColumnDrift? Drift { get; }

    /// <summary>Whether the dataset does not allow files with these columns.</summary>
    public bool IsRefused => refusal is not null;

    /// <summary>
    /// Matches the names of a file's header, which are trimmed, with the fields of a dataset. Fields that do not come from columns have
    /// none: a column of the file with such a name is a new column.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="header">The names of the columns.</param>
    /// <exception cref="FileRefusedException">The header has no field of the schema at all.</exception>
    public static HeaderMatch Match(Dataset dataset, IReadOnlyList<string> header)
    {
        var schema = dataset.Schema with { Fields = dataset.Schema.ColumnFields };
        var names = header.Select(HeaderText.Normalize).ToArray();
        var claims = new HeaderClaims(schema, header, dataset.MatchCase);
        var columns = claims.Columns;
        var missing = schema.Fields.Where((f, i) => columns[i] < 0 && !f.IsAdded).ToArray();
        if (missing.Length == schema.Fields.Count(f => !f.IsAdded) && claims.Faults.Count == 0)
        {
            throw new FileRefusedException(
                $"The header has no field of the schema: it is {Quoted(names)}, "
                + $"and should be {Quoted([.. schema.Fields.Select(f => f.Name)])}.");
        }

        var unclaimed = Enumerable.Range(0, names.Length).Where(c => !claims.Has(c) && names[c] != SystemColumns.Errors).ToArray();
        var named = Array.FindAll(unclaimed, c => names[c].Length > 0);
        var nameless = Array.FindAll(unclaimed, c => names[c].Length == 0);
        missing = Array.FindAll(missing, f => !claims.IsAtFault(f));
        var faults = new List<string>(claims.Faults);
        AddMissing(faults, dataset.MissingColumns, missing, [.. named.Select(c => names[c])], nameless);
        AddNew(faults, dataset, [.. named.Select(c => names[c])]);
        var moved = schema.FieldsMatch == FieldsMatch.Exact && claims.Faults.Count == 0 ? FindMoved(schema, columns) : [];
        if (faults.Count == 0 && moved is [var first, ..])
        {
            faults.Add(
                $"column {first.After + 1} should be \"{first.Field.Name}\" "
                + $"and is {QuotedText.From(names[first.After])} (fieldsMatch is exact)");
        }

        // Nameless columns have no header that could be known, so they are new columns only where no name is needed.
        var isOpen = dataset.NewColumns is NewColumnPolicy.Ignore or NewColumnPolicy.Keep;
        return new HeaderMatch(
            dataset,
            columns,
            names.Length,
            faults.Count == 0 ? null
                : $"The header does not fit the schema: {string.Join("; ", faults.Take(Most))}{Rest(faults.Count)}.",
            ColumnDrift.Find(dataset, names, isOpen ? unclaimed : named, missing, [.. moved.Select(m => (m.Field, m.Place, m.At))]))
        {
            Nameless = isOpen ? [] : nameless,
        };
    }

    /// <summary>Matches the columns of a file without names with the fields of a schema that come from columns, in their order.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="names">The names that the columns get.</param>
    public static HeaderMatch MatchByOrder(Dataset dataset, IReadOnlyList<string> names)
    {
        var (fields, count) = (dataset.Schema.ColumnFields, names.Count);
        var own = fields.Count(f => !f.IsAdded);
        var fits = (count <= fields.Count || dataset.NewColumns != NewColumnPolicy.Refuse)
            && (count >= own || dataset.MissingColumns == MissingColumnPolicy.Null);
        var refusal = !fits
            ? $"The first row has {count} columns and the schema {own} fields "
                + $"(fieldsMatch is {dataset.Schema.FieldsMatch.ToString().ToLowerInvariant()}); "
                + "the dialect says that there is no header, so columns are matched by their order."
            : fields.Skip(count).FirstOrDefault(f => f.Constraints.Required) is { } required
            ? $"The first row has {count} columns, and column {count + 1} (\"{required.Name}\") has required values."
            : null;
        return new HeaderMatch(
            dataset,
            [.. Enumerable.Range(0, fields.Count).Select(i => i < count ? i : -1)],
            count,
            refusal,
            ColumnDrift.Find(
                dataset, [.. names], [.. Enumerable.Range(fields.Count, Math.Max(0, count - fields.Count))],
                [.. fields.Skip(count).Where(f => !f.IsAdded)], []));
    }

    /// <summary>
    /// The exception for columns that the dataset does not allow. The message names those that are missing, ambiguous, new or moved.
    /// </summary>
    /// <exception cref="InvalidOperationException">The dataset allows them.</exception>
    public FileRefusedException Refuse()
    {
        var message = refusal ?? throw new InvalidOperationException("The dataset allows these columns.");
        return Drift is null ? new FileRefusedException(message) : new FileRefusedException($"{message}{Drift.Advice}")
        {
            Changes = Drift.ToChanges(isRefused: true),
        };
    }

    private static void AddMissing(List<string> faults, MissingColumnPolicy policy, Field[] missing, string[] extra, int[] nameless)
    {
        var unnamed = nameless is [var first, ..]
            ? $" (column {first + 1} has no name; a field reads it by the alias \"#1\", {SluiceProperties.Aliases})" : "";
        foreach (var field in missing)
        {
            if (policy == MissingColumnPolicy.Refuse)
            {
                faults.Add($"column {Describe(field)} is missing{(faults.Count < Most ? Near(field.Name, extra) ?? unnamed : "")}");
            }
            else if (field.Constraints.Required)
            {
                faults.Add($"column {Describe(field)} is missing, and its values are required");
            }
        }
    }

    private static void AddNew(List<string> faults, Dataset dataset, string[] extra)
    {
        if (dataset.NewColumns == NewColumnPolicy.Refuse)
        {
            var elsewhere = dataset.Schema.Fields.Where(f => f.IsOfFile).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(extra.Select(e => elsewhere.Contains(e)
                ? $"column {QuotedText.From(e)} is in the file, but the values of this field do not come from a column (sluice:from)"
                : $"column {QuotedText.From(e)} is not a field of the schema"));
        }
    }

    /// <summary>
    /// The fields that are not in the order of the schema, by their columns: the field that should be there, its place among the fields
    /// that have a column, and the place where it is instead. Other columns may be between them, so only the order is compared.
    /// </summary>
    private static List<(Field Field, int Place, int At, int After)> FindMoved(TableSchema schema, int[] columns)
    {
        var present = Enumerable.Range(0, columns.Length).Where(i => columns[i] >= 0 && !schema.Fields[i].IsAdded).ToArray();
        var order = present.Select(i => columns[i]).Order().ToArray();
        var moved = new List<(Field, int, int, int)>();
        for (var i = 0; i < present.Length; i++)
        {
            if (order[i] != columns[present[i]])
            {
                moved.Add((schema.Fields[present[i]], i, Array.BinarySearch(order, columns[present[i]]), order[i]));
            }
        }

        return moved;
    }

    /// <summary>The columns of all fields, from those of the fields that come from columns.</summary>
    private static int[] Spread(TableSchema all, int[] columns)
    {
        var next = 0;
        return [.. all.Fields.Select(f => f.From == FieldSource.Column ? columns[next++] : -1)];
    }

    private static string Describe(Field field) =>
        string.Join(" or ", field.Aliases.Select(a => QuotedText.From(a.Text)).Prepend($"\"{field.Name}\""));

    private static string? Near(string name, string[] extra) =>
        extra.FirstOrDefault(e => string.Equals(e, name, StringComparison.OrdinalIgnoreCase)) is { } same
            ? $" (there is \"{same}\": names are case-sensitive)"
        : Suggestion.Nearest(name, extra.Take(Most)) is { } near ? $" (there is {QuotedText.From(near)})"
        : null;

    private static string Quoted(string[] names) => $"{string.Join(", ", names.Take(Most).Select(QuotedText.From))}{Rest(names.Length)}";

    private static string Rest(int count) => count > Most ? $" and {count - Most} more" : "";
}
