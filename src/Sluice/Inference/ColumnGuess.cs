using System.Numerics;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Text;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>
/// What is known about a column after some rows: which types fit, which values are missing, which are duplicates. A file can have a hundred
/// thousand columns, so this stays small until it has data.
/// </summary>
internal sealed class ColumnGuess : IDisposable
{
    /// <summary>One text in so many may be of another type than the column.</summary>
    public const int RowsOfAMisfit = 1000;

    private const int MostValues = 12;
    private const int RowsOfAValue = 20;
    private const int MeasuredPlaces = 6;

    // A later text may be longer than those of today.
    private const int Headroom = 4;
    private static readonly int[] Lengths = [100, 250, 500, 1000, 2000, 4000];

    private readonly Candidates candidates;
    private ulong fits;
    private MisfitCounts? misfits;
    private DistinctValues? distinct;
    private ValueRange? range;
    private DigitCount digits;
    private HashSet<byte[]>? values;
    private HashSet<byte[]>? nulls;
    private long filled;
    private long missing;
    private long nullRows;
    private int longest;

    /// <summary>Creates a guess without any knowledge.</summary>
    /// <param name="field">The field that the column becomes, with its name and aliases.</param>
    /// <param name="candidates">The types that the column may have.</param>
    public ColumnGuess(Field field, Candidates candidates)
    {
        Field = field;
        this.candidates = candidates;
        fits = candidates.All;
    }

    /// <summary>The field with the name and the aliases.</summary>
    public Field Field { get; }

    /// <summary>Whether no row has a text.</summary>
    public bool IsEmpty => filled == 0;

    /// <summary>The texts found that commonly mean "no value".</summary>
    public IReadOnlyList<string> Nulls => nulls is null ? [] : Texts(nulls);

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Its row.</param>
    public void Observe(ReadOnlySpan<byte> text, in RowPlace place)
    {
        if (text.Length == 0)
        {
            missing++;
            return;
        }

        filled++;
        longest = Math.Max(longest, text.Length);
        if (values is null || values.Count <= MostValues)
        {
            Add(ref values, text);
        }

        // They become missing values only if the column's type is not string, or if it has no other texts.
        if (TextHint.NullTexts.Contains(text))
        {
            nullRows++;
            Add(ref nulls, text);
            (distinct ??= new(candidates)).GiveUp();
            return;
        }

        var passing = candidates.Try(fits, text);
        if (passing != fits)
        {
            Count(fits & ~passing, text, place);
        }

        if ((passing & (Candidates.Float | Candidates.AnyDecimal)) != 0)
        {
            digits.Add(text);
        }

        (distinct ??= new(candidates)).Add(text, place.Row, passing, fits);
        (range ??= new(candidates)).Add(text, passing);
    }

    /// <summary>What the column becomes.</summary>
    /// <param name="isWhole">Whether these were all rows of the files. Only then is anything said about all values.</param>
    /// <param name="prefersComma">Whether "1,234" rather is a fraction than a thousand, because commas are not between the fields.</param>
    public InferredColumn ToColumn(bool isWhole, bool prefersComma)
    {
        var hasValues = filled > nullRows;
        var chosen = hasValues ? Choose(prefersComma) : null;
        var typed = chosen is { } index ? TypeOf(index) : null;
        var field = (typed ?? Candidates.Text) with { Name = Field.Name, Aliases = Field.Aliases };
        var hasNulls = nulls is not null && (typed is not null || !hasValues);
        if (hasNulls)
        {
            field = field with { MissingValues = ["", .. Nulls] };
        }

        var isText = field is { Type: FieldType.String, Format: "default" };
        return new InferredColumn(isText && isWhole && hasValues && LengthFor(longest) is { } length
            ? field with { Constraints = new FieldConstraints { MaxLength = length } }
            : field)
        {
            Filled = filled - (hasNulls ? nullRows : 0),
            MisfitRows = typed is null ? [] : misfits?.RowsOf(chosen!.Value) ?? [],
            Examples = typed is null ? [] : misfits?.ExamplesOf(chosen!.Value) ?? [],
            Others = typed is null ? [] : Others(chosen!.Value),
            IsFilled = isWhole && missing == 0 && filled > 0 && !hasNulls,
            IsUnique = isWhole && filled > 1 && distinct!.AreDifferentAs(typed is null ? null : chosen),
            Range = isWhole && typed is not null && (misfits?[chosen!.Value] ?? 0) == 0 ? range?.Of(chosen!.Value) : null,
            Values = isWhole && hasValues && isText && values!.Count <= MostValues && filled >= (long)values.Count * RowsOfAValue
                ? Texts(values) : null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => distinct?.Dispose();

    /// <summary>
    /// Counts a text for the candidates that it does not fit. A candidate with too many of them is given up. One is allowed from the
    /// beginning.
    /// </summary>
    private void Count(ulong failing, ReadOnlySpan<byte> text, in RowPlace place)
    {
        fits &= ~(misfits ??= new(candidates.Count)).Add(failing, 1 + (filled / RowsOfAMisfit), text, place);
        misfits = fits == 0 ? null : misfits;
    }

    /// <summary>The candidates that fit all texts or, if there is none, nearly all.</summary>
    private ulong Accepted()
    {
        if (misfits is null)
        {
            return fits;
        }

        var (exact, most) = (0UL, 0UL);
        for (var rest = fits; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            exact |= misfits[i] == 0 ? 1UL << i : 0;
            most |= misfits[i] * RowsOfAMisfit <= filled - nullRows ? 1UL << i : 0;
        }

        return exact != 0 ? exact : most;
    }

    /// <summary>The index of the narrowest candidate that keeps the values, or <see langword="null"/> for text.</summary>
    private int? Choose(bool prefersComma)
    {
        const ulong Numbers = Candidates.Float | Candidates.AnyDecimal;
        var accepted = Accepted();
        if (accepted == 0)
        {
            return null;
        }

        const ulong Plain = Candidates.PlainInteger | Candidates.PlainNumber;
        if (prefersComma && (accepted & Candidates.CommaNumber) != 0 && (accepted & Plain) == 0)
        {
            return BitOperations.TrailingZeroCount(Candidates.CommaNumber);
        }

        var narrowest = accepted & (0 - accepted);
        if ((narrowest == Candidates.PlainInteger && (accepted & Candidates.PlainNumber) != 0 && MeasureNames.Has(Field.Name))
            || narrowest == Candidates.PlainNumber)
        {
            // Measured values have more places tomorrow, which a floating point number keeps.
            narrowest = digits.Places >= MeasuredPlaces && (accepted & Candidates.Float) != 0 ? Candidates.Float : Candidates.PlainNumber;
        }

        if ((narrowest & Numbers) == 0)
        {
            return BitOperations.TrailingZeroCount(narrowest);
        }

        // Whole numbers are often ids. They never become floats, which would round later ids.
        return narrowest == Candidates.Float && !digits.AreWhole ? BitOperations.TrailingZeroCount(Candidates.Float)
            : (accepted & Candidates.AnyDecimal) != 0 && digits.Decimal is not null
                ? BitOperations.TrailingZeroCount(Candidates.AnyDecimal)
            : null;
    }

    private Field TypeOf(int index) =>
        1UL << index == Candidates.AnyDecimal && digits.Decimal is { } column
            ? candidates[index].Field with { Column = column }
            : candidates[index].Field;

    /// <summary>Other ways to read the same texts, with other values.</summary>
    private List<Field> Others(int chosen)
    {
        var others = new List<Field>();
        for (var rest = Accepted() & ~(1UL << chosen); rest != 0; rest &= rest - 1)
        {
            var other = candidates[BitOperations.TrailingZeroCount(rest)];
            if (IsOther(candidates[chosen], other) && !others.Exists(o => IsNumber(o) && o.DecimalChar == other.Field.DecimalChar))
            {
                others.Add(other.Field);
            }
        }

        return others;
    }

    private bool IsOther(Candidate one, Candidate other) => one.Field.Type is FieldType.Date or FieldType.Datetime
        ? other.Field.Type == one.Field.Type && values!.Any(v => one.Fits(v) && other.Fits(v) && !HaveOneKey(one, other, v))
        : IsNumber(one.Field) && IsNumber(other.Field) && IsComma(one.Field) != IsComma(other.Field)
            && (one.Field.GroupChar ?? other.Field.GroupChar) is { } group
            && values!.Any(v => one.Fits(v) && other.Fits(v) && v.AsSpan().IndexOf(Encoding.UTF8.GetBytes(group)) >= 0);

    private static bool HaveOneKey(Candidate one, Candidate other, byte[] text) =>
        one.KeyOf(text).ToArray().AsSpan().SequenceEqual(other.KeyOf(text));

    private static bool IsNumber(Field field) => field.Type is FieldType.Integer or FieldType.Number;

    private static bool IsComma(Field field) => field is { Type: FieldType.Number, DecimalChar: "," };

    private static int? LengthFor(int longest) =>
        Array.Find(Lengths, l => l >= (long)longest * Headroom) is > 0 and var length ? length : null;

    private static void Add(ref HashSet<byte[]>? set, ReadOnlySpan<byte> text) =>
        (set ??= new(ByteComparer.Instance)).GetAlternateLookup<ReadOnlySpan<byte>>().Add(text);

    private static string[] Texts(IEnumerable<byte[]> set) => [.. set.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal)];
}
