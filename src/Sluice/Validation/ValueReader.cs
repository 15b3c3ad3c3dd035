using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>Reads a field whose values are of a fixed size: parser, bounds and enum in one.</summary>
internal sealed class ValueReader<T, TParser> : FieldReader
    where T : unmanaged, IComparable<T>, IEquatable<T>
    where TParser : struct, IValueParser<T>
{
    private readonly TParser parser;
    private readonly T? minimum;
    private readonly T? maximum;
    private readonly HashSet<T>? allowed;

    /// <summary>Creates a reader; what is wrong with the constraints goes to <paramref name="problems"/>.</summary>
    public ValueReader(Field field, TParser parser, ICollection<(string Property, string Message)> problems)
        : base(field)
    {
        this.parser = parser;
        minimum = Bound(field.Constraints.Minimum, "constraints/minimum", problems);
        maximum = Bound(field.Constraints.Maximum, "constraints/maximum", problems);
        if (minimum is { } low && maximum is { } high && low.CompareTo(high) > 0)
        {
            problems.Add(("constraints/minimum", "is greater than the maximum"));
        }

        if (field.Constraints.Enum is { } values)
        {
            allowed = [];
            for (var i = 0; i < values.Count; i++)
            {
                if (Bound(values[i], $"constraints/enum/{i}", problems) is { } value)
                {
                    allowed.Add(value);
                }
            }
        }
    }

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row)
    {
        if (!parser.TryParse(text, out var value)
            || (minimum is { } low && value.CompareTo(low) < 0)
            || (maximum is { } high && value.CompareTo(high) > 0)
            || (allowed is not null && !allowed.Contains(value)))
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
            var hint = text.Length <= 512 ? parser.Hint(Encoding.UTF8.GetString(text)) : null;
            Add(errors, "type", $"{Quote(text)} is not {parser.Expected}{(hint is null ? "" : $"; {hint}")}");
            return;
        }

        if (minimum is { } low && value.CompareTo(low) < 0)
        {
            Add(errors, "minimum", $"{Quote(text)} is less than {Field.Constraints.Minimum}");
        }

        if (maximum is { } high && value.CompareTo(high) > 0)
        {
            Add(errors, "maximum", $"{Quote(text)} is greater than {Field.Constraints.Maximum}");
        }

        if (allowed is not null && !allowed.Contains(value))
        {
            Add(errors, "enum", $"{Quote(text)} is not one of {string.Join(", ", Field.Constraints.Enum!.Select(v => $"\"{v}\""))}");
        }
    }

    private T? Bound(string? text, string property, ICollection<(string, string)> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (parser.TryParse(Encoding.UTF8.GetBytes(text), out var value))
        {
            return value;
        }

        problems.Add((property, $"\"{text}\" is not {parser.Expected}"));
        return null;
    }
}
