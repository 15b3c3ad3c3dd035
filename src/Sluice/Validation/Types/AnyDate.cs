using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>Helpers for dates and times in <c>any</c> format, which .NET parses.</summary>
internal static class AnyDate
{
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12];
    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789:.,");

    /// <summary>The greatest length of a date or a time, in bytes.</summary>
    public const int Longest = 64;

    /// <summary>
    /// Whether a date has a year: three numbers, or two and the name of a month, or a number of four digits. Without a year, .NET would
    /// take the current one; without any date, today's.
    /// </summary>
    public static bool HasYear(ReadOnlySpan<char> text)
    {
        var (numbers, letters, hasName) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            letters = char.IsAsciiLetter(text[i]) ? letters + 1 : 0;
            hasName |= letters == 3 && IsMonth(text[(i - 2)..(i + 1)]);
            if (!char.IsAsciiDigit(text[i]))
            {
                continue;
            }

            var start = i;
            while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
            }

            // Numbers around colons are a time, with its fraction. They do not count.
            if (i + 1 < text.Length && text[i + 1] == ':')
            {
                var time = text[i..].IndexOfAnyExcept(TimeCharacters);
                i = time < 0 ? text.Length : i + time;
                continue;
            }

            if (i - start >= 3)
            {
                return true;
            }

            numbers++;
        }

        return numbers + (hasName ? 1 : 0) >= 3;
    }

    private static bool IsMonth(ReadOnlySpan<char> letters)
    {
        foreach (var month in Months)
        {
            if (letters.Equals(month, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Decodes a text of up to <see cref="Longest"/> bytes into a buffer of as many characters, and trims the buffer to its length.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, ref Span<char> chars)
    {
        if (text.Length > Longest || !Encoding.UTF8.TryGetChars(text, chars, out var written))
        {
            return false;
        }

        chars = chars[..written];
        return true;
    }
}
