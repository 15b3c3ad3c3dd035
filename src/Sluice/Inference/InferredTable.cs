using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>What inference makes of all columns.</summary>
/// <param name="Columns">The columns, in the order of the files.</param>
/// <param name="PrimaryKey">The column that has the name and the values of a key, or <see langword="null"/>.</param>
public sealed record InferredTable(IReadOnlyList<InferredColumn> Columns, InferredColumn? PrimaryKey)
{
    /// <summary>Names that a key has in a dataset of any name.</summary>
    private static readonly HashSet<string> KeyNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "_id", "uuid", "guid", "key", "code", "number", "sku", "isin", "isbn", "ean", "iban", "iata", "icao", "iso2", "iso3", "fips",
    };

    private static readonly string[] KeySuffixes = ["", "id", "key", "code", "no", "nr", "number", "uuid", "guid"];

    /// <summary>The number of rows with a value that is not of its column's type. They will be rejects.</summary>
    public long MisfitRows => Columns.SelectMany(c => c.MisfitRows).Distinct().Count();

    /// <summary>Finds the primary key: the name and the values of a column must both be those of a key.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="dataset">The name of the dataset.</param>
    public static InferredTable From(IReadOnlyList<InferredColumn> columns, string dataset)
    {
        var names = NamesOf(dataset);
        var keys = columns.Where(c => c is { IsFilled: true, IsUnique: true, Misfits: 0 } && CanBeKey(c.Field)).ToList();
        return new InferredTable(
            columns,
            keys.Find(c => c.Field.Name.Equals("id", StringComparison.OrdinalIgnoreCase))
                ?? keys.Find(c => names.Contains(Letters(c.Field.Name))) ?? keys.Find(c => KeyNames.Contains(c.Field.Name)));
    }

    /// <summary>The schema.</summary>
    /// <param name="isStrict">Whether it has what is true of all rows today, but may not be tomorrow: required and unique values, ranges,
    /// and texts that are one of a few.</param>
    public TableSchema ToSchema(bool isStrict) => new()
    {
        Fields = [.. Columns.Select(c => isStrict ? c.Field with { Constraints = c.Strict } : c.Field)],
        FieldsMatch = FieldsMatch.Equal,
        PrimaryKey = PrimaryKey is null ? [] : [PrimaryKey.Field.Name],
    };

    private static bool CanBeKey(Field field) =>
        field.Type is FieldType.Integer or FieldType.String && field.Format is "default" or "uuid" or "email";

    /// <summary>Names of the key of a dataset: <c>ads_id</c>, <c>adId</c>, <c>ad_code</c>, <c>ads</c>.</summary>
    private static HashSet<string> NamesOf(string dataset)
    {
        var plural = Letters(dataset);
        var singular = plural.EndsWith("ies", StringComparison.Ordinal) ? $"{plural[..^3]}y"
            : plural.EndsWith('s') && !plural.EndsWith("ss", StringComparison.Ordinal) ? plural[..^1]
            : plural;
        return [.. KeySuffixes.SelectMany(s => new[] { $"{plural}{s}", $"{singular}{s}" })];
    }

    private static string Letters(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
