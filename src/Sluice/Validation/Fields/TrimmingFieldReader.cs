using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;

namespace Sluice.Validation.Fields;

/// <summary>
/// Reads a field with <see cref="Field.Trim"/>: leaves out the white space around a text, and gives the rest to another reader. So nothing
/// else sees the white space: no missing value, type, constraint, key or hash. Fields without it are read without this class.
/// </summary>
internal sealed class TrimmingFieldReader : FieldReader
{
    private readonly FieldReader inner;

    private TrimmingFieldReader(Field field, FieldReader inner)
        : base(field, missingValues: []) => this.inner = inner;

    /// <summary>Creates a reader. Errors in the field's descriptor go to <paramref name="problems"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="create">Creates the reader of the same field without <see cref="Field.Trim"/>.</param>
    /// <param name="problems">Receives the errors.</param>
    public static TrimmingFieldReader Create(
        Field field, Func<Field, FieldReader> create, ICollection<(string Property, string Message)> problems)
    {
        Check("constraints/enum", field.Constraints.Enum);
        Check("categories", field.Categories?.Select(c => c.Value));
        Check("trueValues", field.TrueValues);
        Check("falseValues", field.FalseValues);

        // Missing values can be those of all fields, so they may have white space that this field never sees.
        IReadOnlyList<string> missing = [.. field.MissingValues.Select(WhiteSpace.Trim).Distinct()];
        return new(field, create(field with { Trim = false, MissingValues = missing }));

        void Check(string property, IEnumerable<string>? texts)
        {
            foreach (var (text, i) in (texts ?? []).Select((t, i) => (t, i)).Where(t => WhiteSpace.Trim(t.t) != t.t))
            {
                problems.Add(($"{property}/{i}", $"{QuotedText.From(text)} has white space around it, which no value has (sluice:trim)"));
            }
        }
    }

    public override int KeyLength(Column column, int row) => inner.KeyLength(column, row);

    public override void WriteKey(Column column, int row, Span<byte> key) => inner.WriteKey(column, row, key);

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row) => inner.Read(WhiteSpace.Trim(text), column, row);

    protected override void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors) => inner.Explain(WhiteSpace.Trim(text), errors);
}
