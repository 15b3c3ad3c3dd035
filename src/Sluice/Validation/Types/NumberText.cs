namespace Sluice.Validation.Types;

/// <summary>
/// How numbers are written in a field: decimal point, digit groups, text around the number. Turns a text into the plain form
/// that parsers read (<c>-1234.5e3</c>).
/// </summary>
internal sealed class NumberText
{
    private readonly byte[] point;
    private readonly byte[] group;

    /// <summary>Takes the field's characters.</summary>
    /// <param name="decimalChar">The decimal point, or <see langword="null"/> for whole numbers.</param>
    /// <param name="groupChar">The separator of digit groups, or <see langword="null"/> for none.</param>
    /// <param name="bareNumber">Whether there is no text around the number.</param>
    public NumberText(string? decimalChar, string? groupChar, bool bareNumber)
    {
        DecimalChar = decimalChar;
        GroupChar = groupChar;
        IsBare = bareNumber;
        point = System.Text.Encoding.UTF8.GetBytes(decimalChar ?? "");
        group = System.Text.Encoding.UTF8.GetBytes(groupChar ?? "");
        IsPlain = point is [] or [(byte)'.'] && group.Length == 0 && bareNumber;
        Description = $"decimalChar is \"{decimalChar}\"{(groupChar is null ? "" : $", groupChar is \"{groupChar}\"")}";
    }

    /// <summary>The decimal point, or <see langword="null"/> for whole numbers.</summary>
    public string? DecimalChar { get; }

    /// <summary>The separator of digit groups, or <see langword="null"/> for none.</summary>
    public string? GroupChar { get; }

    /// <summary>Whether there is no text around the number.</summary>
    public bool IsBare { get; }

    /// <summary>Whether a text is in the plain form already.</summary>
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

    /// <summary>
    /// What in the text around a number may make another number of it; <see langword="null"/> if that is not why it is none.
    /// </summary>
    public string? FindObstacle(ReadOnlySpan<byte> text) =>
        !IsBare && !NumberAffixes.TryRemove(ref text, point, out _, out var obstacle) && obstacle.Length > 0
            ? System.Text.Encoding.UTF8.GetString(obstacle)
            : null;

    private bool StartsWithPoint(ReadOnlySpan<byte> text) => point.Length > 0 && text.StartsWith(point);

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;
}
