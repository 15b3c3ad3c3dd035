using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary>
/// The notation of a field's numbers: decimal point, digit groups, text around the number. Converts a text to the plain form that parsers
/// read (<c>-1234.5e3</c>).
/// </summary>
internal sealed class NumberText
{
    private readonly byte[] point;
    private readonly byte[] group;

    /// <summary>Creates a notation.</summary>
    /// <param name="decimalChar">The decimal point, or <see langword="null"/> for whole numbers.</param>
    /// <param name="groupChar">The separator of digit groups, or <see langword="null"/> for none.</param>
    /// <param name="bareNumber">Whether text around the number is not allowed.</param>
    public NumberText(string? decimalChar, string? groupChar, bool bareNumber)
    {
        DecimalChar = decimalChar;
        GroupChar = groupChar;
        IsBare = bareNumber;
        point = System.Text.Encoding.UTF8.GetBytes(decimalChar ?? "");
        group = System.Text.Encoding.UTF8.GetBytes(groupChar ?? "");
        IsPlain = point is [] or [(byte)'.'] && group.Length == 0 && bareNumber;
        Description = $"decimalChar is \"{decimalChar}\"{(groupChar is null ? "" : $", groupChar is {QuotedText.From(groupChar)}")}";
    }

    /// <summary>The decimal point, or <see langword="null"/> for whole numbers.</summary>
    public string? DecimalChar { get; }

    /// <summary>The separator of digit groups, or <see langword="null"/> for none.</summary>
    public string? GroupChar { get; }

    /// <summary>Whether text around the number is not allowed.</summary>
    public bool IsBare { get; }

    /// <summary>Whether the notation is the plain form, so that texts need no conversion.</summary>
    public bool IsPlain { get; }

    /// <summary>The characters, for a message.</summary>
    public string Description { get; }

    /// <summary>Writes the plain form of a text, which is never longer than the text.</summary>
    /// <returns>The bytes written, or -1 if the text cannot be a number.</returns>
    public int Write(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        var written = 0;
        if (!IsBare)
        {
            if (!NumberAffixes.TryRemove(ref text, point, out var isNegative, out _))
            {
                return -1;
            }

            if (isNegative)
            {
                plain[written++] = (byte)'-';
            }
        }

        var groups = new DigitGroups();
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
                if (!between || pointSeen || !groups.TrySeparate())
                {
                    return -1;
                }
            }
            else if (IsDigit(text[0]) || text[0] is (byte)'+' or (byte)'-' or (byte)'e' or (byte)'E')
            {
                if (!pointSeen)
                {
                    groups.Add(text[0]);
                }

                plain[written++] = text[0];
                text = text[1..];
            }
            else
            {
                return -1;
            }
        }

        return groups.AreComplete ? written : -1;
    }

    /// <summary>The text around a number that may change its value; <see langword="null"/> if that is not why it cannot be read.</summary>
    public string? FindObstacle(ReadOnlySpan<byte> text) =>
        !IsBare && !NumberAffixes.TryRemove(ref text, point, out _, out var obstacle) && obstacle.Length > 0
            ? System.Text.Encoding.UTF8.GetString(obstacle)
            : null;

    private bool StartsWithPoint(ReadOnlySpan<byte> text) => point.Length > 0 && text.StartsWith(point);

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;
}
