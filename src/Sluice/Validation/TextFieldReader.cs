using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>Reads a string field. Its bytes go to the column as they are; only a pattern needs them as characters.</summary>
internal sealed class TextFieldReader : FieldReader
{
    private readonly int minLength;
    private readonly int maxLength;
    private readonly Regex? pattern;
    private readonly ByteSet? allowed;

    public TextFieldReader(Field field, ICollection<(string Property, string Message)> problems)
        : base(field)
    {
        minLength = field.Constraints.MinLength ?? 0;
        maxLength = field.Constraints.MaxLength ?? int.MaxValue;
        allowed = field.Constraints.Enum is { } values ? new ByteSet(values) : null;
        if (field.Constraints.Pattern is { } text)
        {
            try
            {
                pattern = new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                problems.Add(("constraints/pattern", $"is not a regular expression: {e.Message}"));
            }
        }
    }

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row)
    {
        // A text has at least a quarter as many characters as bytes, and at most as many: most need no count.
        if ((text.Length > maxLength && Length(text) > maxLength)
            || (minLength > 0 && (text.Length < minLength || Length(text) < minLength))
            || (allowed is not null && !allowed.Contains(text))
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
        var length = Length(text);
        if (length > maxLength)
        {
            Add(errors, "maxLength", $"{Quote(text)} has {length} characters, more than {maxLength}");
        }

        if (length < minLength)
        {
            Add(errors, "minLength", $"{Quote(text)} has {length} characters, fewer than {minLength}");
        }

        if (allowed is not null && !allowed.Contains(text))
        {
            Add(errors, "enum", $"{Quote(text)} is not one of {string.Join(", ", Field.Constraints.Enum!.Select(v => $"\"{v}\""))}");
        }

        if (pattern is not null && !Matches(text))
        {
            Add(errors, "pattern", $"{Quote(text)} does not match {Field.Constraints.Pattern}");
        }

        if (text.Contains((byte)0))
        {
            Add(errors, "encoding", $"has a NUL character at byte {text.IndexOf((byte)0)} of the value");
        }
    }

    /// <summary>Characters (code points) of valid UTF-8: the bytes that do not continue one.</summary>
    private static int Length(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
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
