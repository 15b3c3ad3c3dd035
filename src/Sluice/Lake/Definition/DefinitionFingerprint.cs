using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Definition;

/// <summary>
/// Identifies what decides the rows of a dataset, in 32 hexadecimal digits. Two definitions with the same fingerprint give the same rows
/// and rejects for a file, with the same settings. Titles, descriptions, foreign keys and the policies of the sweep do not change it, and
/// paths only if fields come from them. It detects changes, but does not resist an adversary (XXH128).
/// </summary>
internal sealed class DefinitionFingerprint
{
    /// <summary>
    /// The version of Sluice's own reading. Raise it with each change of Sluice that gives other rows or rejects for the same file and
    /// definition: then all rows that were loaded before are no longer current.
    /// </summary>
    public const int ReaderVersion = 2;

    /// <summary>The number of characters.</summary>
    public const int Length = 32;

    private static readonly ConditionalWeakTable<Dataset, string> Computed = [];

    private readonly XxHash128 hash = new();

    private DefinitionFingerprint()
    {
    }

    /// <summary>The fingerprint of a dataset. Computed once for each instance.</summary>
    public static string For(Dataset dataset) => Computed.GetValue(dataset, Compute);

    /// <summary>An id of a key. It is a keyed hash, so it does not reveal the key.</summary>
    /// <returns>The id, or <see langword="null"/> if there is no key.</returns>
    public static string? ComputeKeyId(ReadOnlySpan<byte> key) =>
        key.IsEmpty ? null : Convert.ToHexStringLower(HMACSHA256.HashData(key, "the id of this key"u8)[..8]);

    private static string Compute(Dataset dataset)
    {
        var fingerprint = new DefinitionFingerprint();
        fingerprint.Add(ReaderVersion);
        fingerprint.Add(dataset.Encoding);
        fingerprint.Add(dataset.WriteMode);
        fingerprint.Add(dataset.OnReject);
        fingerprint.Add(dataset.Dialect);
        fingerprint.Add(dataset.Schema);
        fingerprint.Add(dataset.Schema.Fields.Any(f => f.Sensitive == Sensitivity.Hash) ? dataset.HashKeyId : null);
        if (dataset.OnEmpty != EmptyPolicy.Load)
        {
            // Only then, because fingerprints are older than this policy.
            fingerprint.Add(dataset.OnEmpty);
        }

        if (dataset.ShortRows != ShortRowPolicy.Reject || dataset.Footer is not null)
        {
            fingerprint.Add("rows");
            fingerprint.Add(dataset.ShortRows);
            fingerprint.Add(dataset.Footer);
        }

        if (dataset.Header != HeaderPolicy.Required || !dataset.MatchCase)
        {
            fingerprint.Add("header");
            fingerprint.Add(dataset.Header);
            fingerprint.Add(dataset.MatchCase);
        }

        if (dataset.Schema.Fields.Any(f => f.IsOfFile))
        {
            // Only then, for the same reason.
            fingerprint.Add("from");
            fingerprint.Add(OwnFields(dataset.Schema), f => fingerprint.Add(f.From));
        }

        if (dataset.Schema.Fields.Any(f => f.From == FieldSource.Path))
        {
            fingerprint.Add(dataset.Paths, fingerprint.Add);
        }

        fingerprint.AddIfUsed(dataset.Schema, "trim", f => f.Trim ? "true" : null);
        fingerprint.AddIfUsed(dataset.Schema, "timezone", f => f.Timezone);
        fingerprint.AddIfUsed(dataset.Schema, "fraction", f => f.Fraction == FractionPolicy.Reject ? null : f.Fraction.ToString());
        if ((dataset.NewColumns, dataset.MissingColumns) != dataset.ByMatch)
        {
            fingerprint.Add("columns");
            fingerprint.Add(dataset.NewColumns);
            fingerprint.Add(dataset.MissingColumns);
        }

        return Convert.ToHexStringLower(fingerprint.hash.GetCurrentHash());
    }

    /// <summary>Adds a property of fields that is younger than fingerprints, so only if a field has it.</summary>
    private void AddIfUsed(TableSchema schema, string name, Func<Field, string?> valueOf)
    {
        if (schema.Fields.Any(f => valueOf(f) is not null))
        {
            Add(name);
            Add(schema.Fields, f => Add(valueOf(f)));
        }
    }

    private void Add(DatasetPath path)
    {
        Add(path.ToString());
        Add(path.IgnoresCase);
    }

    private void Add(CsvDialect dialect)
    {
        Add(dialect.Delimiter);
        Add(dialect.LineTerminator);
        Add(dialect.QuoteChar);
        Add(dialect.DoubleQuote);
        Add(dialect.EscapeChar);
        Add(dialect.NullSequence);
        Add(dialect.SkipInitialSpace);
        Add(dialect.CommentChar);
        Add(dialect.Header);
        Add(dialect.HeaderRows, r => Add(r));
        Add(dialect.HeaderJoin);
        Add(dialect.CommentRows, r => Add(r));
    }

    private void Add(TableSchema schema)
    {
        Add(schema.FieldsMatch);
        Add(schema.PrimaryKey, Add);
        Add(schema.UniqueKeys, k => Add(k, Add));
        Add(OwnFields(schema), Add);
    }

    // The policy for new columns says what becomes of their values. A file has the same rows whatever columns others have added.
    private static IReadOnlyList<Field> OwnFields(TableSchema schema) =>
        [.. schema.Fields.Where(f => f.From != FieldSource.Extra && !f.IsAdded)];

    private void Add(Field field)
    {
        Add(field.Name);
        Add(field.Aliases, a => Add(a.Text));
        Add(field.Type);
        Add(field.Format);
        Add(field.Constraints);
        Add(field.MissingValues, Add);
        Add(field.Categories, c => Add(c.Value));
        Add(field.DecimalChar);
        Add(field.GroupChar);
        Add(field.BareNumber);
        Add(field.TrueValues, Add);
        Add(field.FalseValues, Add);
        Add(field.ItemType);
        Add(field.ListDelimiter);
        Add(field.Sensitive);
        Add(field.Column);
        Add(field.PlainColumn is not null);
        Add(field.PlainColumn ?? default);
    }

    private void Add(FieldConstraints constraints)
    {
        Add(constraints.Required);
        Add(constraints.Unique);
        Add(constraints.Minimum);
        Add(constraints.Maximum);
        Add(constraints.ExclusiveMinimum);
        Add(constraints.ExclusiveMaximum);
        Add(constraints.MinLength);
        Add(constraints.MaxLength);
        Add(constraints.Pattern);
        Add(constraints.JsonSchema is { } schema ? JsonNode.Parse(schema)!.ToJsonString() : null);
        Add(constraints.Enum, Add);
    }

    private void Add(RejectPolicy policy)
    {
        Add(policy.MaxRows);
        Add(policy.MaxShare);
    }

    private void Add(ColumnType column)
    {
        Add(column.Kind);
        Add(column.Precision);
        Add(column.Scale);
        Add(column.MaxLength);
    }

    private void Add<T>(IReadOnlyList<T>? items, Action<T> add)
    {
        Add(items?.Count);
        foreach (var item in items ?? [])
        {
            add(item);
        }
    }

    private void Add<T>(T? value)
        where T : struct, IFormattable => Add(value?.ToString(null, CultureInfo.InvariantCulture));

    private void Add<T>(T value)
        where T : struct => Add(Convert.ToString(value, CultureInfo.InvariantCulture));

    // The length comes first, so that no two sequences of texts look alike. -1 is no text.
    private void Add(string? text)
    {
        hash.Append(BitConverter.GetBytes(text?.Length ?? -1));
        hash.Append(Encoding.Unicode.GetBytes(text ?? ""));
    }
}
