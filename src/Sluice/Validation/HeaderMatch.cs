using Sluice.Lake;
using Sluice.Lake.Reading;
using Sluice.Loading;

namespace Sluice.Validation;

/// <summary>Which column of a file each field of a schema is read from.</summary>
internal static class HeaderMatch
{
    // A header may have a million columns; a message tells of so many.
    private const int Most = 20;

    /// <summary>Matches the names of a file's header, white space around them left out, with the fields of a schema.</summary>
    /// <returns>The index of each field's column, or -1 for a field that the file may lack and does.</returns>
    /// <exception cref="FileRefusedException">The header does not fit; names every column that is missing, doubled or too many.</exception>
    public static int[] Match(TableSchema schema, IReadOnlyList<string> header)
    {
        var fields = schema.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var names = header.Select(h => h.Trim()).ToArray();
        var faults = new List<string>();
        foreach (var twice in names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            if (fields.Contains(twice.Key))
            {
                faults.Add($"column {QuotedText.Of(twice.Key)} is there {twice.Count()} times");
            }
        }

        var columns = schema.Fields.Select(f => Array.IndexOf(names, f.Name)).ToArray();
        var missing = schema.Fields.Where((_, i) => columns[i] < 0).ToArray();
        var extra = names.Where(n => n != RejectsFile.ErrorsColumn && !fields.Contains(n)).ToArray();
        if (missing.Length == schema.Fields.Count)
        {
            throw new FileRefusedException(
                $"The header has no field of the schema: it is {Quoted(names)}, and should be {Quoted([.. schema.Fields.Select(f => f.Name)])}. "
                + "If the file has none, its dialect must say so (\"header\": false).");
        }

        foreach (var field in missing)
        {
            if (schema.FieldsMatch is FieldsMatch.Exact or FieldsMatch.Equal or FieldsMatch.Subset)
            {
                faults.Add($"column \"{field.Name}\" is missing{Near(field.Name, extra)}");
            }
            else if (field.Constraints.Required)
            {
                faults.Add($"column \"{field.Name}\" is missing, and its values are required");
            }
        }

        if (schema.FieldsMatch is FieldsMatch.Exact or FieldsMatch.Equal or FieldsMatch.Superset)
        {
            faults.AddRange(extra.Select(e => $"column {QuotedText.Of(e)} is no field of the schema"));
        }

        if (faults.Count == 0 && schema.FieldsMatch == FieldsMatch.Exact)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i] != i)
                {
                    faults.Add($"column {i + 1} should be \"{schema.Fields[i].Name}\" and is {QuotedText.Of(names[i])} (fieldsMatch is exact)");
                    break;
                }
            }
        }

        return faults.Count == 0
            ? columns
            : throw new FileRefusedException($"The header does not fit the schema: {string.Join("; ", faults.Take(Most))}{Rest(faults.Count)}.");
    }

    /// <summary>Matches the columns of a file without names with the fields of a schema, in their order.</summary>
    /// <exception cref="FileRefusedException">There are more or fewer columns than may be.</exception>
    public static int[] MatchByOrder(TableSchema schema, int count)
    {
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
                $"The first row has {count} columns and the schema {fields} fields (fieldsMatch is {schema.FieldsMatch.ToString().ToLowerInvariant()}); "
                + "the dialect says that there is no header, so columns are matched by their order.");
        }

        if (schema.Fields.Skip(count).FirstOrDefault(f => f.Constraints.Required) is { } missing)
        {
            throw new FileRefusedException($"The first row has {count} columns, and column {count + 1} (\"{missing.Name}\") has required values.");
        }

        return [.. Enumerable.Range(0, fields).Select(i => i < count ? i : -1)];
    }

    private static string Near(string name, string[] extra) =>
        extra.FirstOrDefault(e => string.Equals(e, name, StringComparison.OrdinalIgnoreCase)) is { } same ? $" (there is \"{same}\": names are case-sensitive)"
        : Suggestion.Nearest(name, extra.Take(Most)) is { } near ? $" (there is {QuotedText.Of(near)})"
        : "";

    private static string Quoted(string[] names) => $"{string.Join(", ", names.Take(Most).Select(QuotedText.Of))}{Rest(names.Length)}";

    private static string Rest(int count) => count > Most ? $" and {count - Most} more" : "";
}
