using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Fields;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>A type and format that a column may have. It accepts exactly what a definition with it would accept.</summary>
internal sealed class Candidate
{
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

    private bool IsNumber => Field.Type is FieldType.Integer or FieldType.Number;

    /// <summary>Whether a text is a value of this type, and the column keeps the value.</summary>
    public bool Fits(ReadOnlySpan<byte> text) =>
        reader.Read(text, scratch, 0) && !(IsNumber && IsCode(text)) && (group is null || NumberForm.HasGroupsOfThree(text, group))
        && (keeps is null || keeps(text));

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

    // 007 and +49 are codes, not numbers.
    private static bool IsCode(ReadOnlySpan<byte> text) =>
        text[0] == '+'
            || (text.TrimStart((byte)'-') is { Length: > 1 } digits && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9');
}
