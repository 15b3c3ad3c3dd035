using System.IO.Hashing;
using System.Text;
using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>What is known of a column of a file after some of its rows: which types still fit, what is missing, what is there twice.</summary>
internal sealed class ColumnGuess : IDisposable
{
    private const int MostValues = 12;
    private const int RowsOfAValue = 20;

    private static readonly string[] DatePatterns = ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%d-%b-%y"];
    private static readonly string[] TimePatterns = ["%H:%M", "%I:%M %p"];

    private static readonly string[] DatetimePatterns =
    [
        "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%z", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    ];

    private readonly List<Candidate> candidates = [.. Candidates()];
    private readonly KeySet keys = new();
    private readonly HashSet<string> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> nulls = new(StringComparer.Ordinal);
    private bool unique = true;
    private long filled;
    private long missing;

    /// <summary>Creates a guess of a column of which nothing is known.</summary>
    public ColumnGuess(string name) => Name = name;

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Whether every row has a value, and no two the same.</summary>
    public bool LooksLikeKey => unique && filled > 1 && missing == 0 && nulls.Count == 0;

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="row">The number of its row, from 1.</param>
    public void Observe(ReadOnlySpan<byte> text, long row)
    {
        if (text.Length == 0)
        {
            missing++;
            return;
        }

        filled++;
        unique = unique && keys.Add(XxHash128.HashToUInt128(text), row, out _) >= 0;
        if (values.Count <= MostValues)
        {
            values.Add(Encoding.UTF8.GetString(text));
        }

        // Only a column of another type than string has them as missing values.
        if (TextHint.NullTexts.Contains(text))
        {
            nulls.Add(Encoding.UTF8.GetString(text));
            return;
        }

        foreach (var candidate in candidates)
        {
            candidate.Try(text);
        }
    }

    /// <summary>The field that fits all rows.</summary>
    /// <param name="isWhole">Whether these were all rows: only then is it known that values are required, or the only ones.</param>
    public Field ToField(bool isWhole)
    {
        var typed = filled > nulls.Count ? candidates.Find(c => c.Fits)?.Field : null;
        var field = (typed ?? Plain(FieldType.String)) with { Name = Name };
        if (typed is not null && nulls.Count > 0)
        {
            field = field with { MissingValues = ["", .. nulls] };
        }

        var hasAll = isWhole && missing == 0 && filled > 0 && (typed is null || nulls.Count == 0);
        var isEnum = isWhole && field is { Type: FieldType.String, Format: "default" } && values.Count is > 0 and <= MostValues
            && filled >= (long)values.Count * RowsOfAValue;
        return field with
        {
            Constraints = new FieldConstraints
            {
                Required = hasAll,
                Unique = isWhole && LooksLikeKey && typed is not { Type: FieldType.Number or FieldType.Boolean },
                Enum = isEnum ? [.. values.Order(StringComparer.Ordinal)] : null,
            },
        };
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();

    // The narrowest first.
    private static IEnumerable<Candidate> Candidates() =>
    [
        new(Plain(FieldType.Boolean) with { TrueValues = ["true", "True", "TRUE"], FalseValues = ["false", "False", "FALSE"] }),
        new(Plain(FieldType.Integer), keepsTexts: true),
        new(Plain(FieldType.Integer) with { GroupChar = "," }, keepsTexts: true),
        new(Plain(FieldType.Number), keepsTexts: true),
        new(Plain(FieldType.Number) with { GroupChar = "," }, keepsTexts: true),
        new(Plain(FieldType.Number) with { DecimalChar = "," }, keepsTexts: true),
        new(Plain(FieldType.Number) with { DecimalChar = ",", GroupChar = "." }, keepsTexts: true),
        new(Plain(FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) }, keepsTexts: true),
        new(Plain(FieldType.Date)),
        new(Plain(FieldType.Datetime)),
        new(Plain(FieldType.Time)),
        new(Plain(FieldType.Yearmonth)),
        .. DatePatterns.Select(p => new Candidate(Plain(FieldType.Date, p))),
        .. DatetimePatterns.Select(p => new Candidate(Plain(FieldType.Datetime, p))),
        .. TimePatterns.Select(p => new Candidate(Plain(FieldType.Time, p))),
        new(Plain(FieldType.Duration)),
        new(Plain(FieldType.String, "uuid")),
        new(Plain(FieldType.String, "email")),
        new(Plain(FieldType.Geopoint)),
        new(Plain(FieldType.Geojson)),
        new(Plain(FieldType.Object)),
        new(Plain(FieldType.Array)),
    ];

    private static Field Plain(FieldType type, string format = "default") => new()
    {
        Name = "",
        Type = type,
        Format = format,
        Column = type switch
        {
            FieldType.Integer => new ColumnType(ColumnKind.Int64),
            FieldType.Number => ColumnType.DefaultDecimal,
            FieldType.Boolean => new ColumnType(ColumnKind.Boolean),
            FieldType.Date or FieldType.Yearmonth => new ColumnType(ColumnKind.Date),
            FieldType.Time => new ColumnType(ColumnKind.Time),
            FieldType.Datetime => new ColumnType(ColumnKind.Timestamp),
            _ => new ColumnType(ColumnKind.Text),
        },
    };
}
