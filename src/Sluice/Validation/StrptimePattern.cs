using System.Globalization;
using System.Text;

namespace Sluice.Validation;

/// <summary>
/// A date and time pattern of strptime as Python has it (the standard's <c>&lt;PATTERN&gt;</c>): %Y %y %m %d %j %b %B %a %A %H %I %p
/// %M %S %f %z %%. Names are English and of any case; numbers may lack leading zeros, except the year.
/// </summary>
internal sealed class StrptimePattern
{
    private const string Directives = "YymdjbBaAHIpMSfz%";
    private static readonly DateTimeFormatInfo English = CultureInfo.InvariantCulture.DateTimeFormat;

    private static readonly string[] Halves = ["AM", "PM"];

    // A directive, or a literal byte as its negative.
    private readonly int[] steps;

    private StrptimePattern(string format, int[] steps)
    {
        Format = format;
        this.steps = steps;
    }

    /// <summary>The pattern as it is written.</summary>
    public string Format { get; }

    /// <summary>Compiles a pattern, or says why it is none.</summary>
    public static StrptimePattern? TryCreate(string format, out string? error)
    {
        error = null;
        var steps = new List<int>();
        var bytes = Encoding.UTF8.GetBytes(format);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                steps.Add(-bytes[i]);
            }
            else if (++i < bytes.Length && Directives.Contains((char)bytes[i], StringComparison.Ordinal))
            {
                steps.Add(bytes[i] == '%' ? -'%' : bytes[i]);
            }
            else
            {
                error = $"has no directive %{(i < bytes.Length ? (char)bytes[i] : ' ')}; known are {string.Join(" ", Directives.Select(d => $"%{d}"))}";
                return null;
            }
        }

        if (!steps.Exists(s => s > 0))
        {
            error = "has no directive such as %Y";
            return null;
        }

        return new StrptimePattern(format, [.. steps]);
    }

    /// <summary>Reads a text that matches the pattern as a whole.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        parts = new DatetimeParts { Year = 1970, Month = 1, Day = 1 };
        int hour = 0, minute = 0, second = 0, dayOfYear = 0;
        var afternoon = -1;
        var fraction = 0L;
        foreach (var step in steps)
        {
            var fits = step switch
            {
                < 0 => TakeLiteral(ref text, (byte)-step),
                'Y' => TakeNumber(ref text, 4, 4, out parts.Year),
                'y' => TakeNumber(ref text, 2, 2, out parts.Year),
                'm' => TakeNumber(ref text, 1, 2, out parts.Month),
                'd' => TakeNumber(ref text, 1, 2, out parts.Day),
                'j' => TakeNumber(ref text, 1, 3, out dayOfYear) && dayOfYear is >= 1 and <= 366,
                'b' => TakeName(ref text, English.AbbreviatedMonthNames, out parts.Month),
                'B' => TakeName(ref text, English.MonthNames, out parts.Month),
                'a' => TakeName(ref text, English.AbbreviatedDayNames, out _),
                'A' => TakeName(ref text, English.DayNames, out _),
                'H' => TakeNumber(ref text, 1, 2, out hour) && hour <= 23,
                'I' => TakeNumber(ref text, 1, 2, out hour) && hour is >= 1 and <= 12,
                'p' => TakeName(ref text, Halves, out afternoon),
                'M' => TakeNumber(ref text, 1, 2, out minute) && minute <= 59,
                'S' => TakeNumber(ref text, 1, 2, out second) && second <= 59,
                'f' => TakeFraction(ref text, out fraction),
                _ => TakeOffset(ref text, out parts.Offset),
            };
            if (!fits)
            {
                return false;
            }

            if (step == 'y')
            {
                // The pivot of POSIX: 69 to 99 are of the twentieth century.
                parts.Year += parts.Year >= 69 ? 1900 : 2000;
            }
        }

        if (text.Length > 0)
        {
            return false;
        }

        if (dayOfYear > 0)
        {
            if (parts.Year is < 1 or > 9999 || dayOfYear > (DateTime.IsLeapYear(parts.Year) ? 366 : 365))
            {
                return false;
            }

            var date = new DateOnly(parts.Year, 1, 1).AddDays(dayOfYear - 1);
            (parts.Month, parts.Day) = (date.Month, date.Day);
        }

        if (afternoon > 0)
        {
            hour = (hour % 12) + (afternoon == 2 ? 12 : 0);
        }

        parts.Ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond + fraction;
        return true;
    }

    private static bool TakeLiteral(ref ReadOnlySpan<byte> text, byte literal)
    {
        var fits = text.Length > 0 && text[0] == literal;
        text = fits ? text[1..] : text;
        return fits;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        var count = 0;
        while (count < most && count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9')
        {
            count++;
        }

        var fits = Iso.TryDigits(text, 0, count, out value) && count >= least;
        text = text[count..];
        return fits;
    }

    /// <summary>Takes the longest of some names; the number is its place, from 1.</summary>
    private static bool TakeName(ref ReadOnlySpan<byte> text, string[] names, out int number)
    {
        number = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            if (name.Length > 0 && text.Length >= name.Length && (number == 0 || name.Length > names[number - 1].Length)
                && Ascii.EqualsIgnoreCase(text[..name.Length], name))
            {
                number = i + 1;
            }
        }

        text = number == 0 ? text : text[names[number - 1].Length..];
        return number > 0;
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        var fits = Iso.TryFraction(text[..count], out ticks) && count is >= 1 and <= 9;
        text = text[count..];
        return fits;
    }

    private static bool TakeOffset(ref ReadOnlySpan<byte> text, out int? minutes)
    {
        foreach (var length in (ReadOnlySpan<int>)[6, 5, 1])
        {
            if (text.Length >= length && Iso.TryParseOffset(text[..length], out minutes))
            {
                text = text[length..];
                return true;
            }
        }

        minutes = null;
        return false;
    }
}
