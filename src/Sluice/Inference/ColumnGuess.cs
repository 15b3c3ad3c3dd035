using System.IO.Hashing;
using System.Numerics;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Text;
using Sluice.Validation.Keys;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>
/// What is known about a column after some rows: which types still fit, which values are missing, which are duplicates. A file can have a
/// hundred thousand columns, so this stays small until it has data.
/// </summary>
internal sealed class ColumnGuess : IDisposable
{
    private const int MostValues = 12;
    private const int RowsOfAValue = 20;
    private const int None = -1;

    private readonly Candidates candidates;
    private ulong fits;
    private DigitCount digits;
    private KeySet? texts;
    private KeySet? keys;
    private HashSet<byte[]>? values;
    private HashSet<byte[]>? nulls;
    private bool isUnique = true;

    // The candidate whose keys are collected. Once it no longer fits, it is unknown whether the values of another one were unique.
    private int? keyed;
    private bool isUniqueAsValue = true;
    private long filled;
    private long missing;
    private long nullRows;

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
    /// <param name="row">The number of its row, from 1.</param>
    public void Observe(ReadOnlySpan<byte> text, long row)
    {
        if (text.Length == 0)
        {
            missing++;
            return;
        }

        filled++;
        if (values is null || values.Count <= MostValues)
        {
            Add(ref values, text);
        }

        // They become missing values only if the column's type is not string, or if it has no other texts.
        if (TextHint.NullTexts.Contains(text))
        {
            nullRows++;
            Add(ref nulls, text);
            isUnique = false;
            Dispose();
            return;
        }

        fits = candidates.Try(fits, text);
        if ((fits & (Candidates.Float | Candidates.AnyDecimal)) != 0)
        {
            digits.Add(text);
        }

        if (isUnique)
        {
            ObserveKey(text, row);
        }
    }

    /// <summary>The field that fits all rows.</summary>
    /// <param name="isWhole">Whether these were all rows of the files. Only then can values be required, unique or an enum.</param>
    public Field ToField(bool isWhole)
    {
        var hasValues = filled > nullRows;
        var typed = hasValues ? Narrowest() : null;
        var field = (typed ?? Candidates.Text) with { Name = Field.Name, Aliases = Field.Aliases };
        var hasNulls = nulls is not null && (typed is not null || !hasValues);
        if (hasNulls)
        {
            field = field with { MissingValues = ["", .. Nulls] };
        }

        var isEnum = isWhole && hasValues && field is { Type: FieldType.String, Format: "default" } && values!.Count <= MostValues
            && filled >= (long)values.Count * RowsOfAValue;
        return field with
        {
            Constraints = new FieldConstraints
            {
                Required = isWhole && missing == 0 && filled > 0 && !hasNulls,
                Unique = isWhole && missing == 0 && filled > 1 && isUnique && (typed is null || IsUniqueAs(typed)),
                Enum = isEnum ? Texts(values!) : null,
            },
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        texts?.Dispose();
        keys?.Dispose();
    }

    /// <summary>The narrowest type that fits all texts and keeps their values, or <see langword="null"/> for text.</summary>
    private Field? Narrowest()
    {
        const ulong Numbers = Candidates.Float | Candidates.AnyDecimal;
        var narrowest = fits & (0 - fits);
        if ((narrowest & Numbers) == 0)
        {
            return candidates.Narrowest(fits)?.Field;
        }

        // Whole numbers are often ids. They never become floats, which would round later ids.
        var isFloat = narrowest == Candidates.Float && !digits.AreWhole;
        return isFloat ? candidates.Narrowest(fits)!.Field
            : (fits & Candidates.AnyDecimal) != 0 && digits.Decimal is { } column
                ? candidates.Narrowest(Candidates.AnyDecimal)!.Field with { Column = column }
            : null;
    }

    private static void Add(ref HashSet<byte[]>? set, ReadOnlySpan<byte> text) =>
        (set ??= new(ByteComparer.Instance)).GetAlternateLookup<ReadOnlySpan<byte>>().Add(text);

    private static string[] Texts(IEnumerable<byte[]> set) => [.. set.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal)];

    // Unique values may be a key. Unique amounts and booleans are chance.
    private bool IsUniqueAs(Field typed) => typed.Type is not (FieldType.Number or FieldType.Boolean) && isUniqueAsValue;

    /// <summary>
    /// Checks uniqueness of texts and of values, because two texts can be one value: <c>2024/1/2</c> and <c>2024/01/02</c>.
    /// </summary>
    private void ObserveKey(ReadOnlySpan<byte> text, long row)
    {
        isUnique = (texts ??= new()).Add(XxHash128.HashToUInt128(text), row, out _) >= 0;
        if (!isUnique)
        {
            Dispose();
            return;
        }

        // Decimals and booleans never become a key, so their values are not checked.
        var narrowest = fits == 0 || candidates.Narrowest(fits)!.Field.Type is FieldType.Number or FieldType.Boolean
            ? None : BitOperations.TrailingZeroCount(fits);
        isUniqueAsValue = isUniqueAsValue && narrowest != None && (keyed ?? narrowest) == narrowest;
        keyed = narrowest;
        if (!isUniqueAsValue)
        {
            keys?.Dispose();
            return;
        }

        var candidate = candidates[narrowest];
        if (candidate.Field is { Type: FieldType.Integer, GroupChar: null })
        {
            // A whole number has only one text, except for "-0".
            isUniqueAsValue = !text.SequenceEqual("-0"u8);
        }
        else
        {
            isUniqueAsValue = (keys ??= new()).Add(XxHash128.HashToUInt128(candidate.KeyOf(text)), row, out _) >= 0;
        }
    }
}
