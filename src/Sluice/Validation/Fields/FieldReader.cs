using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Types;

namespace Sluice.Validation.Fields;

/// <summary>
/// Parses and validates the texts of one field into its column. The fast path (<see cref="Read"/>) only says whether a text passes. For a
/// text that does not, <see cref="Explain"/> validates it again to find the errors.
/// </summary>
internal abstract class FieldReader
{
    // Limits on messages and suggestions, because all rows of a file may fail.
    private const int MostShown = 30;
    private const int LongestGuess = 60;

    private readonly ByteSet missing;
    private readonly bool onlyEmptyIsMissing;

    protected FieldReader(Field field)
        : this(field, field.MissingValues)
    {
    }

    protected FieldReader(Field field, IReadOnlyList<string> missingValues)
    {
        Field = field;
        missing = new ByteSet(missingValues);
        onlyEmptyIsMissing = missingValues is [""];
    }

    /// <summary>The field.</summary>
    public Field Field { get; }

    /// <summary>Parses a text into a row of the field's column.</summary>
    /// <returns>Whether it passes.</returns>
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
            errors.AddRange(ExplainMissing());
        }
        else
        {
            ExplainValue(text, errors);
        }
    }

    /// <summary>What is wrong with no value: nothing, unless one is required.</summary>
    public IEnumerable<RejectError> ExplainMissing() =>
        Field.Constraints.Required ? [new RejectError(Field.Name, "required", "a value is required")] : [];

    /// <summary>The length in bytes of the key that identifies a row's value. Call it only for a row with a value.</summary>
    public abstract int KeyLength(Column column, int row);

    /// <summary>Writes the key. Equal values have equal keys, however they are spelled.</summary>
    public abstract void WriteKey(Column column, int row, Span<byte> key);

    protected abstract bool ReadValue(ReadOnlySpan<byte> text, Column column, int row);

    protected abstract void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors);

    protected void Add(List<RejectError> errors, string rule, string message) => errors.Add(new RejectError(Field.Name, rule, message));

    /// <summary>A message that a text is not one of the allowed values, with the nearest one.</summary>
    protected static string NotOneOf(ReadOnlySpan<byte> text, IReadOnlyList<string> values)
    {
        var shown = values.Take(MostShown).ToArray();
        var hint = text.Length > LongestGuess ? null
            : TextHint.OfWhiteSpace(text) ?? (Suggestion.Nearest(Encoding.UTF8.GetString(text), shown) is { } near
                ? $"did you mean {QuotedText.From(near)}?"
                : null);
        return $"{QuotedText.From(text)} is not one of {string.Join(", ", shown.Select(QuotedText.From))}"
            + (values.Count > MostShown ? ", …" : "") + (hint is null ? "" : $"; {hint}");
    }

    private bool IsMissing(ReadOnlySpan<byte> text) => onlyEmptyIsMissing ? text.Length == 0 : missing.Contains(text);
}
