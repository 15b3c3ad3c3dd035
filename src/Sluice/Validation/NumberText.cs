namespace Sluice.Validation;

/// <summary>
/// How numbers are written in a field: decimal point, digit groups, text around the number. Turns a text into the plain form
/// that parsers read (<c>-1234.5e3</c>).
/// </summary>
internal sealed class NumberText
{
    private readonly byte[] point;
    private readonly byte[] group;
    private readonly bool bare;

    /// <summary>Takes the field's characters.</summary>
    /// <param name="decimalChar">The decimal point, or <see langword="null"/> for whole numbers.</param>
    /// <param name="groupChar">The separator of digit groups, or <see langword="null"/> for none.</param>
    /// <param name="bareNumber">Whether there is no text around the number.</param>
    public NumberText(string? decimalChar, string? groupChar, bool bareNumber)
    {
        point = System.Text.Encoding.UTF8.GetBytes(decimalChar ?? "");
        group = System.Text.Encoding.UTF8.GetBytes(groupChar ?? "");
        bare = bareNumber;
        IsPlain = point is [] or [(byte)'.'] && group.Length == 0 && bareNumber;
        Description = $"decimalChar is \"{decimalChar}\"{(groupChar is null ? "" : $", groupChar is \"{groupChar}\"")}";
    }

    /// <summary>Whether a text is in the plain form already.</summary>
    public bool IsPlain { get; }

    /// <summary>The characters, for a message.</summary>
    public string Description { get; }

    /// <summary>Writes the plain form of a text, which is never longer than the text.</summary>
    /// <returns>The bytes written, or -1 if the text cannot be a number.</returns>
    public int Write(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        if (!bare)
        {
            text = Strip(text);
        }

        var written = 0;
        var pointSeen = false;
        while (text.Length > 0)
        {
            if (StartsWithPoint(text))
            {
                if (pointSeen)
                {
                    return -1;
                }

                pointSeen = true;
                plain[written++] = (byte)'.';
                text = text[point.Length..];
            }
            else if (group.Length > 0 && text.StartsWith(group))
            {
                text = text[group.Length..];
                var between = written > 0 && IsDigit(plain[written - 1]) && text.Length > 0 && IsDigit(text[0]);
                if (!between || pointSeen)
                {
                    return -1;
                }
            }
            else if (IsDigit(text[0]) || text[0] is (byte)'+' or (byte)'-' or (byte)'e' or (byte)'E')
            {
                plain[written++] = text[0];
                text = text[1..];
            }
            else
            {
                return -1;
            }
        }

        return written;
    }

    private ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && !IsDigit(text[start]) && text[start] is not ((byte)'+' or (byte)'-')
            && !(StartsWithPoint(text[start..]) && start + point.Length < text.Length && IsDigit(text[start + point.Length])))
        {
            start++;
        }

        var end = text.Length;
        while (end > start && !IsDigit(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private bool StartsWithPoint(ReadOnlySpan<byte> text) => point.Length > 0 && text.StartsWith(point);

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;
}
