using System.Text;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Text;

namespace Sluice.Validation.Fields;

/// <summary>
/// Reads the texts of one field into its column and checks them. The fast way (<see cref="Read"/>) says only whether a text passes;
/// for one that does not, <see cref="Explain"/> goes over it again and finds the words.
/// </summary>
internal abstract class FieldReader
{
    // Of long enums, and for long texts, no near value is looked for: a file may have nothing but such rows.
    private const int MostShown = 30;
    private const int LongestGuess = 60;

    private readonly ByteSet missing;
    private readonly bool onlyEmptyIsMissing;

    protected FieldReader(Field field)
    {
        Field = field;
        missing = new ByteSet(field.MissingValues);
        onlyEmptyIsMissing = field.MissingValues is [""];
    }

    /// <summary>The field.</summary>
    public Field Field { get; }

    /// <summary>Reads a text into a row of the field's column, or says that it does not pass.</summary>
    public bool Read(ReadOnlySpan<byte> text, Column column, int row)
    {
        if (IsMissing(text))
        {
            column.SetNull(row);
            return !Field.Constraints.Required;
        }

        return ReadValue(text, column, row);
    }

    /// <summary>Adds what is wrong with a text that <see cref="Read"/> refused.</summary>
    public void Explain(ReadOnlySpan<byte> text, List<RejectError> errors)
    {
        if (IsMissing(text))
        {
            errors.Add(new RejectError(Field.Name, "required", "a value is required"));
        }
        else
        {
            ExplainValue(text, errors);
        }
    }

    /// <summary>How many bytes tell the value that a row's column has from all others; a row without a value is not asked.</summary>
    public abstract int KeyLength(Column column, int row);

    /// <summary>Writes those bytes.</summary>
    public abstract void WriteKey(Column column, int row, Span<byte> key);

    protected abstract bool ReadValue(ReadOnlySpan<byte> text, Column column, int row);

    protected abstract void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors);

    protected void Add(List<RejectError> errors, string rule, string message) => errors.Add(new RejectError(Field.Name, rule, message));

    /// <summary>That a text is not one of some values, and which of them may be meant.</summary>
    protected static string NotOneOf(ReadOnlySpan<byte> text, IReadOnlyList<string> values)
    {
        var shown = values.Take(MostShown).ToArray();
        var near = text.Length <= LongestGuess ? Suggestion.Nearest(Encoding.UTF8.GetString(text), shown) : null;
        return $"{QuotedText.From(text)} is not one of {string.Join(", ", shown.Select(QuotedText.From))}"
            + (values.Count > MostShown ? ", …" : "") + (near is null ? "" : $"; did you mean {QuotedText.From(near)}?");
    }

    private bool IsMissing(ReadOnlySpan<byte> text) => onlyEmptyIsMissing ? text.Length == 0 : missing.Contains(text);
}
