using Sluice.Lake;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Validation.Content;

/// <summary>Which column of a file each field of a schema is read from, and which columns belong to no field.</summary>
internal sealed class HeaderMatch
{
    // A header can have a million columns. A message names at most this many.
    private const int Most = 20;

    private HeaderMatch(int[] columns, int[] nameless, int count)
    {
        Columns = columns;
        Nameless = nameless;
        Count = count;
    }

    /// <summary>The index of each field's column; -1 for a field without one, where the schema allows that.</summary>
    public int[] Columns { get; }

    /// <summary>
    /// The columns without a name or a field, if the schema allows no extra columns. They must be empty. Spreadsheets write such columns,
    /// and so do programs that end lines with a delimiter.
    /// </summary>
    public int[] Nameless { get; }

    /// <summary>The number of columns of the file.</summary>
    public int Count { get; }

    /// <summary>
    /// Matches the names of a file's header, which are trimmed, with the fields of a schema. Fields that do not come from columns have
    /// none: a column of the file with such a name is an extra column.
    /// </summary>
    /// <param name="all">The schema.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="matchCase">Whether upper and lower case count.</param>
    /// <exception cref="FileRefusedException">The header does not fit. The message names the columns that are missing, ambiguous or
    /// unexpected.</exception>
    public static HeaderMatch Match(TableSchema all, IReadOnlyList<string> header, bool matchCase = true)
    {
        var schema = all with { Fields = all.ColumnFields };
        var names = header.Select(HeaderText.Normalize).ToArray();
        var claims = new HeaderClaims(schema, header, matchCase);
        var columns = claims.Columns;
        var missing = schema.Fields.Where((_, i) => columns[i] < 0).ToArray();
        if (missing.Length == schema.Fields.Count && claims.Faults.Count == 0)
        {
            throw new FileRefusedException(
                $"The header has no field of the schema: it is {Quoted(names)}, "
                + $"and should be {Quoted([.. schema.Fields.Select(f => f.Name)])}. "
                + "If the file has no header, its dialect must say so (\"header\": false).");
        }

        var isOnlyFields = schema.FieldsMatch is FieldsMatch.Exact or FieldsMatch.Equal or FieldsMatch.Superset;
        var free = Enumerable.Range(0, names.Length).Where(c => !claims.Has(c) && names[c] != SystemColumns.Errors).ToArray();
        var extra = free.Where(c => names[c].Length > 0).Select(c => names[c]).ToArray();
        var faults = claims.Faults;
        foreach (var field in missing.Where(f => !claims.IsAtFault(f)))
        {
            if (schema.FieldsMatch is FieldsMatch.Exact or FieldsMatch.Equal or FieldsMatch.Subset)
            {
                faults.Add($"column {Describe(field)} is missing{(faults.Count < Most ? Near(field.Name, extra) : "")}");
            }
            else if (field.Constraints.Required)
            {
                faults.Add($"column {Describe(field)} is missing, and its values are required");
            }
        }

        if (isOnlyFields)
        {
            var elsewhere = all.Fields.Where(f => f.From != FieldSource.Column).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(extra.Select(e => elsewhere.Contains(e)
                ? $"column {QuotedText.From(e)} is in the file, but the values of this field do not come from a column (sluice:from)"
                : $"column {QuotedText.From(e)} is not a field of the schema"));
        }

        if (faults.Count == 0 && schema.FieldsMatch == FieldsMatch.Exact)
        {
            // Every field has a column. Nameless columns may be between them, so only the order is compared.
            var order = columns.Order().ToArray();
            if (Array.FindIndex(order, c => columns[Array.BinarySearch(order, c)] != c) is >= 0 and var wrong)
            {
                faults.Add(
                    $"column {order[wrong] + 1} should be \"{schema.Fields[wrong].Name}\" "
                    + $"and is {QuotedText.From(names[order[wrong]])} (fieldsMatch is exact)");
            }
        }

        return faults.Count == 0
            ? new(Spread(all, columns), isOnlyFields ? [.. free.Where(c => names[c].Length == 0)] : [], names.Length)
            : throw new FileRefusedException(
                $"The header does not fit the schema: {string.Join("; ", faults.Take(Most))}{Rest(faults.Count)}.");
    }

    /// <summary>Matches the columns of a file without names with the fields of a schema that come from columns, in their order.</summary>
    /// <param name="all">The schema.</param>
    /// <param name="count">The number of columns.</param>
    /// <exception cref="FileRefusedException">The number of columns does not fit.</exception>
    public static HeaderMatch MatchByOrder(TableSchema all, int count)
    {
        var schema = all with { Fields = all.ColumnFields };
        var fields = schema.Fields.Count;
        var fits = schema.FieldsMatch switch
        {
            FieldsMatch.Subset => count >= fields,
            FieldsMatch.Superset => count <= fields,
            FieldsMatch.Partial => count >= 1,
            _ => count == fields,
        };
        if (!fits)
        {
            throw new FileRefusedException(
                $"The first row has {count} columns and the schema {fields} fields "
                + $"(fieldsMatch is {schema.FieldsMatch.ToString().ToLowerInvariant()}); "
                + "the dialect says that there is no header, so columns are matched by their order.");
        }

        if (schema.Fields.Skip(count).FirstOrDefault(f => f.Constraints.Required) is { } missing)
        {
            throw new FileRefusedException(
                $"The first row has {count} columns, and column {count + 1} (\"{missing.Name}\") has required values.");
        }

        return new(Spread(all, [.. Enumerable.Range(0, fields).Select(i => i < count ? i : -1)]), [], count);
    }

    /// <summary>The columns of all fields, from those of the fields that come from columns.</summary>
    private static int[] Spread(TableSchema all, int[] columns)
    {
        var next = 0;
        return [.. all.Fields.Select(f => f.From == FieldSource.Column ? columns[next++] : -1)];
    }

    private static string Describe(Field field) =>
        string.Join(" or ", field.Aliases.Select(a => QuotedText.From(a.Text)).Prepend($"\"{field.Name}\""));

    private static string Near(string name, string[] extra) =>
        extra.FirstOrDefault(e => string.Equals(e, name, StringComparison.OrdinalIgnoreCase)) is { } same
            ? $" (there is \"{same}\": names are case-sensitive)"
        : Suggestion.Nearest(name, extra.Take(Most)) is { } near ? $" (there is {QuotedText.From(near)})"
        : "";

    private static string Quoted(string[] names) => $"{string.Join(", ", names.Take(Most).Select(QuotedText.From))}{Rest(names.Length)}";

    private static string Rest(int count) => count > Most ? $" and {count - Most} more" : "";
}
