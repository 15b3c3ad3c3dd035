using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Formats;
using Sluice.Validation.Types;

namespace Sluice.Validation.Fields;

/// <summary>
/// Reads a field whose column is text. The bytes are copied as they are; only a pattern decodes them. For types with several spellings of
/// one value (JSON, durations, …), bounds, enum and keys compare values, not texts.
/// </summary>
internal sealed class TextFieldReader : FieldReader
{
    private readonly TextFormat? format;
    private readonly int minLength;
    private readonly int maxLength;
    private readonly Regex? pattern;
    private readonly ByteSet? allowed;
    private readonly ByteSet? categories;
    private readonly HashSet<string>? allowedValues;
    private readonly (string Rule, byte[] Bound, string Text, Func<int, bool> Holds, string Message)[] bounds;

    /// <summary>Creates a reader. Errors in the constraints go to <paramref name="problems"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="format">The format of the texts, or <see langword="null"/> for any text.</param>
    /// <param name="problems">Receives the errors.</param>
    public TextFieldReader(Field field, TextFormat? format, ICollection<(string Property, string Message)> problems)
        : base(field)
    {
        this.format = format;
        var constraints = field.Constraints;
        minLength = constraints.MinLength ?? 0;
        maxLength = constraints.MaxLength ?? int.MaxValue;
        categories = field.Categories is { } known ? new ByteSet(known.Select(c => c.Value)) : null;
        if (constraints.Enum is { } values)
        {
            var sound = values.Where((v, i) => Fits(v, $"constraints/enum/{i}", problems)).ToArray();
            allowed = format is { HasSpellings: true } ? null : new ByteSet(sound);
            allowedValues = allowed is null ? [.. sound.Select(v => format!.Canonical(Encoding.UTF8.GetBytes(v)))] : null;
        }

        bounds =
        [
            .. Bound("minimum", constraints.Minimum, order => order >= 0, "is less than", problems),
            .. Bound("maximum", constraints.Maximum, order => order <= 0, "is greater than", problems),
            .. Bound("exclusiveMinimum", constraints.ExclusiveMinimum, order => order > 0, "is not greater than", problems),
            .. Bound("exclusiveMaximum", constraints.ExclusiveMaximum, order => order < 0, "is not less than", problems),
        ];
        if (constraints.Pattern is { } text)
        {
            try
            {
                pattern = TextPattern.Create(text);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                problems.Add(("constraints/pattern", $"is not a regular expression: {e.Message}"));
            }
        }
    }

    public override int KeyLength(Column column, int row)
    {
        var text = Unsafe.As<TextColumn>(column)[row];
        return format is { HasSpellings: true } ? Encoding.UTF8.GetByteCount(format.Canonical(text)) : text.Length;
    }

    public override void WriteKey(Column column, int row, Span<byte> key)
    {
        var text = Unsafe.As<TextColumn>(column)[row];
        if (format is { HasSpellings: true })
        {
            Encoding.UTF8.GetBytes(format.Canonical(text), key);
        }
        else
        {
            text.CopyTo(key);
        }
    }

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row)
    {
        if ((format is null ? !IsLengthWithin(text) : !PassesFormat(text))
            || (allowed is not null && !allowed.Contains(text))
            || (categories is not null && !categories.Contains(text))
            || (pattern is not null && !Matches(text))
            || text.Contains((byte)0))
        {
            return false;
        }

        Unsafe.As<TextColumn>(column).Set(row, text);
        return true;
    }

    protected override void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors)
    {
        if (text.Contains((byte)0))
        {
            Add(errors, "encoding", $"has a NUL character at byte {text.IndexOf((byte)0)} of the value");
        }
        else if (format is not null && !format.Fits(text))
        {
            var hint = format.Hint(text) ?? TextHint.OfNull(text);
            Add(
                errors, Field.Format == "default" ? "type" : "format",
                $"{QuotedText.From(text)} is not {format.Expected}{(hint is null ? "" : $"; {hint}")}");
        }
        else
        {
            ExplainConstraints(text, errors);
        }
    }

    private void ExplainConstraints(ReadOnlySpan<byte> text, List<RejectError> errors)
    {
        var length = format?.Length(text) ?? TextLength.Count(text);
        var unit = format?.Unit ?? "characters";
        if (length > maxLength)
        {
            Add(errors, "maxLength", $"{QuotedText.From(text)} has {length} {unit}, more than {maxLength}");
        }

        if (length < minLength)
        {
            Add(errors, "minLength", $"{QuotedText.From(text)} has {length} {unit}, fewer than {minLength}");
        }

        foreach (var (rule, bound, written, holds, message) in bounds)
        {
            if (format!.Compare(text, bound) is not { } order)
            {
                Add(errors, rule, $"{QuotedText.From(text)} and {written} cannot be compared: which is longer depends on the calendar");
            }
            else if (!holds(order))
            {
                Add(errors, rule, $"{QuotedText.From(text)} {message} {written}");
            }
        }

        if ((allowed is not null && !allowed.Contains(text))
            || (allowedValues is not null && !allowedValues.Contains(format!.Canonical(text))))
        {
            Add(errors, "enum", NotOneOf(text, Field.Constraints.Enum!));
        }

        if (categories is not null && !categories.Contains(text))
        {
            Add(errors, "categories", NotOneOf(text, [.. Field.Categories!.Select(c => c.Value)]));
        }

        if (pattern is not null && !Matches(text))
        {
            Add(errors, "pattern", $"{QuotedText.From(text)} does not match {Field.Constraints.Pattern}");
        }

        if (format?.FindFault(text) is { } fault)
        {
            Add(errors, "jsonSchema", $"{QuotedText.From(text)} does not satisfy the JSON Schema: {fault}");
        }
    }

    // A text has at most as many characters as bytes, so most texts need no count.
    private bool IsLengthWithin(ReadOnlySpan<byte> text) =>
        (text.Length <= maxLength || TextLength.Count(text) <= maxLength)
        && (minLength == 0 || (text.Length >= minLength && TextLength.Count(text) >= minLength));

    private bool PassesFormat(ReadOnlySpan<byte> text)
    {
        if (!format!.Fits(text))
        {
            return false;
        }

        if (maxLength < int.MaxValue || minLength > 0)
        {
            var length = format.Length(text);
            if (length > maxLength || length < minLength)
            {
                return false;
            }
        }

        foreach (var (_, bound, _, holds, _) in bounds)
        {
            if (format.Compare(text, bound) is not { } order || !holds(order))
            {
                return false;
            }
        }

        return (allowedValues is null || allowedValues.Contains(format.Canonical(text))) && format.FindFault(text) is null;
    }

    private bool Fits(string value, string property, ICollection<(string, string)> problems)
    {
        if (format is null || format.Fits(Encoding.UTF8.GetBytes(value)))
        {
            return true;
        }

        problems.Add((property, $"\"{value}\" is not {format.Expected}"));
        return false;
    }

    private IEnumerable<(string, byte[], string, Func<int, bool>, string)> Bound(
        string rule, string? text, Func<int, bool> holds, string message, ICollection<(string, string)> problems)
    {
        if (text is not null && Fits(text, $"constraints/{rule}", problems))
        {
            yield return (rule, Encoding.UTF8.GetBytes(text), text, holds, message);
        }
    }

    private bool Matches(ReadOnlySpan<byte> text)
    {
        var chars = ArrayPool<char>.Shared.Rent(text.Length);
        var count = Encoding.UTF8.GetChars(text, chars);
        var matches = pattern!.IsMatch(chars.AsSpan(0, count));
        ArrayPool<char>.Shared.Return(chars);
        return matches;
    }
}
