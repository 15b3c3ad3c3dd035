using System.Text;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Validation;

/// <summary>A type and a format that a column may have, until a text says no.</summary>
internal sealed class Candidate
{
    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 1);

    private readonly FieldReader reader;
    private readonly Column scratch;
    private readonly bool keepsTexts;

    /// <summary>Creates a candidate.</summary>
    /// <param name="field">A field of the type and format; its name says nothing.</param>
    /// <param name="keepsTexts">Whether a text must be the one way to write its number: <c>007</c> and <c>+49</c> are no numbers of anything.</param>
    public Candidate(Field field, bool keepsTexts = false)
    {
        Field = field;
        this.keepsTexts = keepsTexts;
        reader = FieldReaders.Create(field, Limits, default, new List<(string, string)>());
        scratch = Column.Create(field, capacity: 1);
    }

    /// <summary>The type and the format.</summary>
    public Field Field { get; }

    /// <summary>Whether all texts fitted.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>Tries a text.</summary>
    public void Try(ReadOnlySpan<byte> text)
    {
        if (Fits)
        {
            Fits = reader.Read(text, scratch, 0) && !(keepsTexts && IsCode(text))
                && (Field.GroupChar is not { } group || NumberForm.HasGroupsOfThree(text, Encoding.UTF8.GetBytes(group)));
        }
    }

    private static bool IsCode(ReadOnlySpan<byte> text) =>
        text[0] == '+' || (text.TrimStart((byte)'-') is { Length: > 1 } digits && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9');
}
