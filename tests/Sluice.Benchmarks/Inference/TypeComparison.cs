using Sluice.Lake.Schema;

namespace Sluice.Benchmarks.Inference;

/// <summary>The type of a column beside DuckDB's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Ours">The type that is inferred.</param>
/// <param name="Theirs">DuckDB's type, in our words.</param>
/// <param name="Verdict">Who is right.</param>
internal sealed record TypeComparison(string Path, string Column, string Ours, string Theirs, TypeVerdict Verdict)
{
    /// <summary>Compares the columns of a file.</summary>
    /// <returns>The columns, or <see langword="null"/> if DuckDB finds others.</returns>
    public static async Task<IReadOnlyList<TypeComparison>?> OfAsync(
        InferredFile file, DuckDbSniffer sniffer, CancellationToken cancellationToken)
    {
        var fields = file.Dataset.Schema.Fields;
        if (sniffer.Sniff(file.Path) is not { } columns || columns.Count != fields.Count)
        {
            return null;
        }

        var rejected = new HashSet<string>(StringComparer.Ordinal);
        await file.ValidateAsync(file.Path, r => rejected.UnionWith(r.Errors.Select(e => e.Field ?? "")), cancellationToken);
        return [.. fields.Select((f, i) => Compare(file.Path, f, columns[i], rejected.Contains(f.Name), sniffer))];
    }

    private static TypeComparison Compare(
        string path, Field field, (string Name, string Type) theirs, bool isRejected, DuckDbSniffer sniffer)
    {
        var (ours, other) = (NameOf(field), NameOf(theirs.Type));
        var verdict = isRejected ? TypeVerdict.OursTooNarrow : VerdictOf(path, field, ours, other, theirs, sniffer);
        return new(path, field.Name, ours, other, verdict);
    }

    private static TypeVerdict VerdictOf(
        string path, Field field, string ours, string other, (string Name, string Type) theirs, DuckDbSniffer sniffer)
    {
        if (ours == other)
        {
            return TypeVerdict.Same;
        }

        if (other == "text")
        {
            // All values have ours: otherwise there would be rejects.
            return TypeVerdict.OursNarrower;
        }

        if (sniffer.Count(path, theirs.Name, theirs.Type) is not { } count)
        {
            return TypeVerdict.TheirsTooNarrow;
        }

        return count.Fit < count.All ? ours == "text" && field.MissingValues is [""] ? TypeVerdict.TheirsTooNarrow : TypeVerdict.Equal
            : ours != "text" ? TypeVerdict.Equal
            : count.Kept < count.All ? TypeVerdict.OursKeeps
            : count.All == 0 ? TypeVerdict.Equal
            : TypeVerdict.TheirsNarrower;
    }

    private static string NameOf(Field field) => field.Type switch
    {
        FieldType.Integer => "integer",
        FieldType.Number => "number",
        FieldType.Boolean => "boolean",
        FieldType.Date => "date",
        FieldType.Datetime => "datetime",
        FieldType.Time => "time",
        FieldType.String => field.Format == "default" ? "text" : field.Format,
        _ => field.Type.ToString().ToLowerInvariant(),
    };

    private static string NameOf(string duckDb) => duckDb switch
    {
        "BIGINT" or "INTEGER" or "HUGEINT" or "UBIGINT" => "integer",
        "DOUBLE" or "FLOAT" => "number",
        "BOOLEAN" => "boolean",
        "DATE" => "date",
        "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE" or "TIMESTAMP_NS" => "datetime",
        "TIME" => "time",
        "VARCHAR" => "text",
        _ => duckDb.StartsWith("DECIMAL", StringComparison.Ordinal) ? "number" : duckDb.ToLowerInvariant(),
    };
}
