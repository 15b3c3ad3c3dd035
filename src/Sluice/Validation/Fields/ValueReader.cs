using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Types;

namespace Sluice.Validation.Fields;

/// <summary>Reads a field whose values have a fixed size: parser, bounds, enum and categories.</summary>
internal sealed class ValueReader<T, TParser> : FieldReader
    where T : unmanaged, IComparable<T>, IEquatable<T>
    where TParser : struct, IValueParser<T>
{
    private readonly TParser parser;
    private readonly TParser definition;
    private readonly bool bounded;
    private readonly T? minimum;
    private readonly T? maximum;
    private readonly T? above;
    private readonly T? below;
    private readonly HashSet<T>? allowed;
    private readonly HashSet<T>? categories;

    /// <summary>Creates a reader. Errors in the constraints go to <paramref name="problems"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="parser">Parses the texts of values.</param>
    /// <param name="problems">Receives the errors.</param>
    /// <param name="definition">Parses the texts of the definition (bounds, enum, categories), if it is stricter than the parser of
    /// values.</param>
    public ValueReader(
        Field field, TParser parser, ICollection<(string Property, string Message)> problems, TParser? definition = null)
        : base(field)
    {
        this.parser = parser;
        this.definition = definition ?? parser;
        minimum = Bound(field.Constraints.Minimum, "constraints/minimum", problems);
        maximum = Bound(field.Constraints.Maximum, "constraints/maximum", problems);
        above = Bound(field.Constraints.ExclusiveMinimum, "constraints/exclusiveMinimum", problems);
        below = Bound(field.Constraints.ExclusiveMaximum, "constraints/exclusiveMaximum", problems);
        bounded = minimum is not null || maximum is not null || above is not null || below is not null;
        if (minimum is { } low && maximum is { } high && low.CompareTo(high) > 0)
        {
            problems.Add(("constraints/minimum", "is greater than the maximum"));
        }

        allowed = Values(field.Constraints.Enum, i => $"constraints/enum/{i}", problems);
        categories = Values(field.Categories?.Select(c => c.Value).ToArray(), i => $"categories/{i}", problems);
    }

    public override int KeyLength(Column column, int row) => Unsafe.SizeOf<T>();

    public override void WriteKey(Column column, int row, Span<byte> key)
    {
        var value = Unsafe.As<ValueColumn<T>>(column).Values[row];
        if (typeof(T) == typeof(double) && value.Equals(default))
        {
            // 0 and -0 are one value.
            value = default;
        }

        MemoryMarshal.Write(key, value);
    }

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row)
    {
        if (!parser.TryParse(text, out var value)
            || !parser.Holds(value)
            || (bounded && !IsWithin(value))
            || (allowed is not null && !allowed.Contains(value))
            || (categories is not null && !categories.Contains(value)))
        {
            return false;
        }

        Unsafe.As<ValueColumn<T>>(column).Set(row, value);
        return true;
    }

    protected override void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors)
    {
        if (!parser.TryParse(text, out var value))
        {
            Add(errors, "type", $"{QuotedText.From(text)} {WhyNot(text)}");
            return;
        }

        var constraints = Field.Constraints;
        var quoted = QuotedText.From(text);
        if (!parser.Holds(value))
        {
            Add(errors, "type", $"{quoted} cannot be stored exactly: the column holds {parser.Limit}");
        }

        ExplainBound(minimum is { } low && !(value.CompareTo(low) >= 0), "minimum", $"is less than {constraints.Minimum}");
        ExplainBound(maximum is { } high && !IsAtMost(value, high), "maximum", $"is greater than {constraints.Maximum}");
        ExplainBound(
            above is { } floor && !(value.CompareTo(floor) > 0), "exclusiveMinimum", $"is not greater than {constraints.ExclusiveMinimum}");
        ExplainBound(
            below is { } roof && !(IsAtMost(value, roof) && !value.Equals(roof)),
            "exclusiveMaximum", $"is not less than {constraints.ExclusiveMaximum}");
        if (allowed is not null && !allowed.Contains(value))
        {
            Add(errors, "enum", NotOneOf(text, constraints.Enum!));
        }

        if (categories is not null && !categories.Contains(value))
        {
            Add(errors, "categories", NotOneOf(text, [.. Field.Categories!.Select(c => c.Value)]));
        }

        void ExplainBound(bool isBroken, string rule, string message)
        {
            if (isBroken)
            {
                Add(errors, rule, $"{quoted} {(IsNaN(value) ? "is not a number, so it is outside every bound" : message)}");
            }
        }
    }

    // A number that is too large is still a number, so say why it does not fit.
    private string WhyNot(ReadOnlySpan<byte> text) =>
        parser.Excess(text) ?? $"is not {parser.Expected}{(TextHint.Find(text, parser.Hint) is { } hint ? $"; {hint}" : "")}";

    private bool IsWithin(T value) =>
        (minimum is not { } low || value.CompareTo(low) >= 0)
        && (maximum is not { } high || IsAtMost(value, high))
        && (above is not { } floor || value.CompareTo(floor) > 0)
        && (below is not { } roof || (IsAtMost(value, roof) && !value.Equals(roof)));

    // .NET sorts NaN before all numbers, but it is not less than any.
    private static bool IsAtMost(T value, T bound) => value.CompareTo(bound) <= 0 && !IsNaN(value);

    private static bool IsNaN(T value) => typeof(T) == typeof(double) && double.IsNaN(Unsafe.BitCast<T, double>(value));

    private HashSet<T>? Values(IReadOnlyList<string>? texts, Func<int, string> property, ICollection<(string, string)> problems)
    {
        if (texts is null)
        {
            return null;
        }

        var values = new HashSet<T>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (Bound(texts[i], property(i), problems) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private T? Bound(string? text, string property, ICollection<(string, string)> problems)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (definition.TryParse(bytes, out var value))
        {
            return value;
        }

        problems.Add((property, $"\"{text}\" {definition.Excess(bytes) ?? $"is not {definition.Expected}"}"));
        return null;
    }
}
