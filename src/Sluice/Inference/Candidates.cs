using System.Numerics;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.Inference;

/// <summary>
/// All types and formats that a column may have, the narrowest first. The candidates that still fit a column are a set of bits.
/// </summary>
/// <param name="limits">What the columns of the warehouse can hold. A value that they cannot hold would be rejected, so it does not
/// fit.</param>
/// <remarks>Not safe for concurrent use: it reads into its own scratch columns.</remarks>
internal sealed class Candidates(WarehouseLimits limits)
{
    private static readonly string[] DatePatterns =
    [
        "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%d%b%Y", "%b %d, %Y",
        "%d %B %Y", "%B %d, %Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",
    ];

    private static readonly string[] TimePatterns = ["%H:%M", "%I:%M %p"];

    private static readonly string[] DatetimePatterns =
    [
        "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%z", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
        "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%y %H:%M", "%Y-%m-%d %H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S %Z",
        "%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S %Z", "%d%b%Y:%H:%M:%S",
    ];

    /// <summary>The bit of the floating point number. It fits only texts whose value it keeps.</summary>
    public const ulong Float = 1UL << 7;

    /// <summary>
    /// The bit of a decimal of any scale. <see cref="DigitCount"/> finds the scale, and whether one decimal fits all texts.
    /// </summary>
    public const ulong AnyDecimal = 1UL << 8;

    /// <summary>The bit of the number with a decimal comma.</summary>
    public const ulong CommaNumber = 1UL << 5;

    /// <summary>The bit of the integer without groups.</summary>
    public const ulong PlainInteger = 1UL << 1;

    /// <summary>The bit of the number without groups and with a decimal point.</summary>
    public const ulong PlainNumber = 1UL << 3;

    /// <summary>The bit of the date as the standard has it.</summary>
    public const ulong PlainDate = 1UL << 9;

    /// <summary>The bit of the datetime as the standard has it.</summary>
    public const ulong PlainDatetime = 1UL << 10;

    private readonly Candidate[] all = [.. Create(limits)];

    /// <summary>The number of candidates.</summary>
    public int Count => all.Length;

    /// <summary>The bits of all candidates.</summary>
    public ulong All => ulong.MaxValue >> (64 - all.Length);

    /// <summary>A field that any text fits.</summary>
    public static Field Text { get; } = Plain(FieldType.String);

    /// <summary>The candidate at an index.</summary>
    public Candidate this[int index] => all[index];

    /// <summary>The narrowest of some candidates, or <see langword="null"/> if there are none, which means text.</summary>
    public Candidate? Narrowest(ulong fits) => fits == 0 ? null : all[BitOperations.TrailingZeroCount(fits)];

    /// <summary>Returns those of some candidates that fit a text.</summary>
    public ulong Try(ulong fits, ReadOnlySpan<byte> text)
    {
        var implied = 0UL;
        for (var rest = fits; rest != 0; rest &= rest - 1)
        {
            var bit = rest & (0 - rest);
            if ((implied & bit) != 0)
            {
                continue;
            }

            var candidate = all[BitOperations.TrailingZeroCount(rest)];
            if (candidate.Fits(text))
            {
                implied |= candidate.ImpliedBy(text);
            }
            else
            {
                fits &= ~bit;
            }
        }

        return fits;
    }

    private static List<Candidate> Create(WarehouseLimits limits)
    {
        const ulong Grouped = 1UL << 2;
        const ulong GroupedNumber = 1UL << 4;
        const ulong GroupedCommaNumber = 1UL << 6;
        const ulong Numbers = Grouped | PlainNumber | GroupedNumber | CommaNumber | GroupedCommaNumber | AnyDecimal;
        var floating = Plain(FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) };
        return
        [
            new(Plain(FieldType.Boolean) with { TrueValues = ["true", "True", "TRUE"], FalseValues = ["false", "False", "FALSE"] }, limits),
            new(Plain(FieldType.Integer), limits) { Implies = Numbers, ImpliesIfShort = Float },
            new(Plain(FieldType.Integer) with { GroupChar = "," }, limits) { Implies = GroupedNumber },
            new(Plain(FieldType.Number), limits) { Implies = GroupedNumber | AnyDecimal, ImpliesIfShort = Float },
            new(Plain(FieldType.Number) with { GroupChar = "," }, limits),
            new(Plain(FieldType.Number) with { DecimalChar = "," }, limits) { Implies = GroupedCommaNumber },
            new(Plain(FieldType.Number) with { DecimalChar = ",", GroupChar = "." }, limits),
            new(floating, limits, FloatText.IsKept),

            // AnyDecimal: the floating point parser checks that a text is a number of any size, and DigitCount checks its digits.
            new(floating, limits, DigitCount.Fits),
            new(Plain(FieldType.Date), limits),
            new(Plain(FieldType.Datetime), limits),
            new(Plain(FieldType.Datetime) with { Fraction = FractionPolicy.Truncate }, limits),
            new(Plain(FieldType.Time), limits),
            new(Plain(FieldType.Yearmonth), limits),
            .. DatePatterns.Select(p => new Candidate(Plain(FieldType.Date, p), limits)),
            .. DatetimePatterns.Select(p => new Candidate(Plain(FieldType.Datetime, p), limits)),
            new(Plain(FieldType.Datetime, "%Y-%m-%d %H:%M:%S.%f") with { Fraction = FractionPolicy.Truncate }, limits),
            .. TimePatterns.Select(p => new Candidate(Plain(FieldType.Time, p), limits)),
            new(Plain(FieldType.Duration), limits),
            new(Plain(FieldType.String, "uuid"), limits),
            new(Plain(FieldType.String, "email"), limits),
            new(Plain(FieldType.Geopoint), limits),
            new(Plain(FieldType.Geojson), limits),
            new(Plain(FieldType.Object), limits),
            new(Plain(FieldType.Array), limits),
        ];
    }

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
