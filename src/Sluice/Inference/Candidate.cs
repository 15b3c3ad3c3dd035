using System.Buffers;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Fields;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>A type and format that a column may have. It accepts exactly what a definition with it would accept.</summary>
internal sealed class Candidate
{
    private static readonly SearchValues<byte> Json = SearchValues.Create("{[ \t\r\n"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789 -+."u8);
    private static readonly SearchValues<byte> Numbers = SearchValues.Create("0123456789-+.,NIni"u8);
    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> Booleans = SearchValues.Create("tTfF"u8);
    private static readonly SearchValues<byte> Durations = SearchValues.Create("P-+"u8);

    // The first letters that texts of the type have, or null for any. Most texts fit few types, and this tells them quickly.
    private readonly SearchValues<byte>? first;
    private readonly FieldReader reader;
    private readonly Column scratch;
    private readonly byte[]? group;
    private readonly Keeps? keeps;
    private byte[] key = new byte[64];

    /// <summary>Creates a candidate.</summary>
    /// <param name="field">A field of the type and format; its name is not used.</param>
    /// <param name="limits">What its column can hold.</param>
    /// <param name="keeps">Whether the column keeps the value of an accepted text; by default it keeps all.</param>
    public Candidate(Field field, WarehouseLimits limits, Keeps? keeps = null)
    {
        this.keeps = keeps;
        Field = field;
        first = FirstOf(field);
        reader = FieldReaders.Create(field, limits, default, new List<(string, string)>());
        scratch = Column.Create(field, capacity: 1);
        group = field.GroupChar is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }

    /// <summary>Whether a column keeps the value of a text as it is written.</summary>
    public delegate bool Keeps(ReadOnlySpan<byte> text);

    /// <summary>The type and the format.</summary>
    public Field Field { get; }

    /// <summary>The candidates, as bits of their indexes, that fit every text that this one fits, so that they need not be tried.</summary>
    public ulong Implies { get; init; }

    /// <summary>More such candidates for texts of up to <see cref="FloatText.SafeDigits"/> bytes.</summary>
    public ulong ImpliesIfShort { get; init; }

    /// <summary>The place of the value that was read last among all values. Only dates and times have one.</summary>
    public long LastOrder => scratch switch
    {
        ValueColumn<int> days => days.Values[0],
        ValueColumn<long> ticks => ticks.Values[0],
        _ => 0,
    };

    private bool IsNumber => Field.Type is FieldType.Integer or FieldType.Number;

    /// <summary>Whether a text is a value of this type, and the column keeps the value.</summary>
    public bool Fits(ReadOnlySpan<byte> text) =>
        first?.Contains(text[0]) != false && reader.Read(text, scratch, 0) && !(IsNumber && IsCode(text))
        && (group is null || NumberForm.HasGroupsOfThree(text, group)) && (keeps is null || keeps(text));

    /// <summary>The candidates that are known to fit a text that this one fits.</summary>
    public ulong ImpliedBy(ReadOnlySpan<byte> text) => text.Length <= FloatText.SafeDigits ? Implies | ImpliesIfShort : Implies;

    /// <summary>The key that identifies the value of a text that fits, as unique constraints compare values.</summary>
    public ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> text)
    {
        reader.Read(text, scratch, 0);
        var length = reader.KeyLength(scratch, 0);
        if (key.Length < length)
        {
            key = new byte[length];
        }

        reader.WriteKey(scratch, 0, key.AsSpan(0, length));
        return key.AsSpan(0, length);
    }

    private static SearchValues<byte>? FirstOf(Field field) => field.Type switch
    {
        FieldType.Boolean => Booleans,
        FieldType.Integer or FieldType.Number => Numbers,
        FieldType.Date or FieldType.Datetime or FieldType.Time => field.Format is ['%', 'a' or 'A' or 'b' or 'B', ..] ? Letters : Digits,
        FieldType.Yearmonth or FieldType.Geopoint => Digits,
        FieldType.Duration => Durations,
        FieldType.Object or FieldType.Array or FieldType.Geojson => Json,
        _ => null,
    };

    // 007 and +49 are codes, not numbers.
    private static bool IsCode(ReadOnlySpan<byte> text) =>
        text[0] == '+'
            || (text.TrimStart((byte)'-') is { Length: > 1 } digits && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9');
}
