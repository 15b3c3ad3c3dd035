using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>
/// A date and time pattern of Python's strptime (the standard's <c>&lt;PATTERN&gt;</c>): %Y %y %m %d %j %b %B %a %A %H %I %p %M %S %f %z %Z
/// %U %W %w %G %V %u %c %x %X %%, and %e %D %T %F %R from C. Names are English, in any case. Numbers may lack leading zeros, except the
/// year. A space matches one or more spaces. %Z matches only UTC, GMT and Z. A month without a day means its first day, and so does a week.
/// </summary>
internal sealed class StrptimePattern : DateFormat
{
    private const string Directives = "YymdejbBaAHIpMSfzZUWwGVu%";
    private const string DateDirectives = "YymdejbBaAUWwGVu";

    // Directives that stand for several others, in the C locale.
    private static readonly Dictionary<char, string> Short = new()
    {
        ['c'] = "%a %b %e %H:%M:%S %Y",
        ['x'] = "%m/%d/%y",
        ['X'] = "%H:%M:%S",
        ['D'] = "%m/%d/%y",
        ['T'] = "%H:%M:%S",
        ['R'] = "%H:%M",
        ['F'] = "%Y-%m-%d",
    };

    // Cached, because .NET copies these arrays on each call.
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
    private static readonly string[] ShortMonths = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;
    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;
    private static readonly string[] ShortDays = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames;

    private static readonly string[] Halves = ["AM", "PM"];
    private static readonly string[] Zones = ["UTC", "GMT", "Z"];

    // Each step is a directive or, if negative, a literal byte.
    private readonly int[] steps;

    private StrptimePattern(string format, int[] steps)
    {
        Description = format;
        this.steps = steps;
    }

    /// <summary>The pattern as it is written.</summary>
    public override string Description { get; }

    /// <summary>Whether it has a directive for a date, or for a part of one.</summary>
    public override bool HasDate => HasAny(DateDirectives);

    public override bool HasOffset => HasAny("zZ");

    /// <summary>Compiles a pattern, or returns <see langword="null"/> and the error, as the end of a sentence.</summary>
    public static new StrptimePattern? TryCreate(string format, out string? error)
    {
        error = null;
        var steps = new List<int>();
        var bytes = Encoding.UTF8.GetBytes(Expand(format));
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
                error = i < bytes.Length && bytes[i] == 's'
                    ? "must be \"%s\" and nothing else, of a date or a datetime, to mean seconds since 1970"
                    : $"has an unknown directive %{(i < bytes.Length ? (char)bytes[i] : ' ')}; "
                        + $"the directives are {string.Join(" ", Directives.Select(d => $"%{d}"))}";
                return null;
            }
        }

        error = !steps.Exists(s => s > 0) ? "has no directive such as %Y"
            : steps.Contains('V') != steps.Contains('G')
                ? "must have both %V, the week of ISO 8601, and %G, the year of that week, or neither"
            : null;
        return error is null ? new StrptimePattern(format, [.. steps]) : null;
    }

    private static string Expand(string format)
    {
        var expanded = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '%' && i + 1 < format.Length)
            {
                var directive = format[++i];
                expanded.Append(Short.GetValueOrDefault(directive, $"%{directive}"));
            }
            else
            {
                expanded.Append(format[i]);
            }
        }

        return expanded.ToString();
    }

    /// <summary>Parses a text that matches the whole pattern.</summary>
    public override bool TryParse(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        parts = default;
        var date = new Day { Year = 1970, Month = 1, Number = 1 };
        int hour = 0, minute = 0, second = 0, dayOfYear = 0, isoYear = 0;
        int sundayWeek = -1, mondayWeek = -1, isoWeek = -1, weekday = -1;
        var afternoon = -1;
        var fraction = 0L;
        foreach (var step in steps)
        {
            var fits = step switch
            {
                -' ' => TakeSpace(ref text),
                < 0 => TakeLiteral(ref text, (byte)-step),
                'Y' => TakeNumber(ref text, 4, 4, out date.Year),
                'y' => TakeNumber(ref text, 2, 2, out date.Year),
                'm' => TakeNumber(ref text, 1, 2, out date.Month),
                'd' => TakeNumber(ref text, 1, 2, out date.Number),
                'j' => TakeNumber(ref text, 1, 3, out dayOfYear) && dayOfYear is >= 1 and <= 366,
                'b' => TakeName(ref text, ShortMonths, out date.Month),
                'B' => TakeName(ref text, Months, out date.Month),
                'e' => TakeSpace(ref text, least: 0) && TakeNumber(ref text, 1, 2, out date.Number),
                'a' => TakeName(ref text, ShortDays, out weekday) && --weekday >= 0,
                'A' => TakeName(ref text, Days, out weekday) && --weekday >= 0,
                'w' => TakeNumber(ref text, 1, 1, out weekday) && weekday <= 6,
                'u' => TakeNumber(ref text, 1, 1, out weekday) && weekday is >= 1 and <= 7 && (weekday %= 7) >= 0,
                'U' => TakeNumber(ref text, 1, 2, out sundayWeek) && sundayWeek <= 53,
                'W' => TakeNumber(ref text, 1, 2, out mondayWeek) && mondayWeek <= 53,
                'G' => TakeNumber(ref text, 4, 4, out isoYear),
                'V' => TakeNumber(ref text, 1, 2, out isoWeek) && isoWeek is >= 1 and <= 53,
                'Z' => TakeName(ref text, Zones, out _) && (parts.Offset = 0) == 0,
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
                // The POSIX pivot: 69 to 99 are in the twentieth century.
                date.Year += date.Year >= 69 ? 1900 : 2000;
            }
        }

        if (text.Length > 0)
        {
            return false;
        }

        if (dayOfYear > 0 && !TryDayOfYear(ref date, dayOfYear))
        {
            return false;
        }

        var hasWeek = isoWeek > 0 || sundayWeek >= 0 || mondayWeek >= 0;
        if (hasWeek && !TryWeek(ref date, isoYear, isoWeek, sundayWeek, mondayWeek, weekday))
        {
            return false;
        }

        if (afternoon > 0)
        {
            hour = (hour % 12) + (afternoon == 2 ? 12 : 0);
        }

        parts.Ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond + fraction;
        return Iso8601.TryDays(date.Year, date.Month, date.Number, out parts.Days);
    }

    /// <summary>A hint for a text with a name in another language than English.</summary>
    public override string? Hint(string text) =>
        HasAny("aAbB") && text.Any(char.IsLetter) && !ShortMonths.Concat(ShortDays).Any(name => IsIn(name, text))
            ? "names of months and days are in English"
            : null;

    private static bool IsIn(string name, string text) => name.Length > 0 && text.Contains(name, StringComparison.OrdinalIgnoreCase);

    private bool HasAny(string directives) => Array.Exists(steps, s => s > 0 && directives.Contains((char)s, StringComparison.Ordinal));

    private static bool TryDayOfYear(ref Day date, int dayOfYear)
    {
        if (date.Year is < 1 or > 9999 || dayOfYear > (DateTime.IsLeapYear(date.Year) ? 366 : 365))
        {
            return false;
        }

        var day = new DateOnly(date.Year, 1, 1).AddDays(dayOfYear - 1);
        (date.Month, date.Number) = (day.Month, day.Day);
        return true;
    }

    /// <summary>Sets the date from a week and a weekday, or the first day of the week if there is none (-1).</summary>
    private static bool TryWeek(ref Day date, int isoYear, int isoWeek, int sundayWeek, int mondayWeek, int weekday)
    {
        const int Sunday = 0;
        const int Monday = 1;
        if (isoWeek > 0)
        {
            if (isoYear is < 1 or > 9998 || isoWeek > ISOWeek.GetWeeksInYear(isoYear))
            {
                return false;
            }

            var day = DateOnly.FromDateTime(ISOWeek.ToDateTime(isoYear, isoWeek, (DayOfWeek)(weekday < 0 ? Monday : weekday)));
            (date.Year, date.Month, date.Number) = (day.Year, day.Month, day.Day);
            return true;
        }

        if (date.Year is < 1 or > 9999)
        {
            return false;
        }

        // Week 1 begins with the year's first Sunday (%U) or Monday (%W); the days before it are week 0.
        weekday = weekday >= 0 ? weekday : sundayWeek >= 0 ? Sunday : Monday;
        var first = (int)new DateOnly(date.Year, 1, 1).DayOfWeek;
        var offset = sundayWeek >= 0
            ? (sundayWeek * 7) - first + weekday
            : (mondayWeek * 7) - ((first + 6) % 7) + ((weekday + 6) % 7);
        offset -= (sundayWeek >= 0 ? first : (first + 6) % 7) == 0 ? 7 : 0;
        return offset >= 0 && TryDayOfYear(ref date, offset + 1);
    }

    private static bool TakeSpace(ref ReadOnlySpan<byte> text, int least = 1)
    {
        var trimmed = text.TrimStart(" \t"u8);
        var fits = text.Length - trimmed.Length >= least;
        text = trimmed;
        return fits;
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

        var fits = Iso8601.TryDigits(text, 0, count, out value) && count >= least;
        text = text[count..];
        return fits;
    }

    /// <summary>Reads the longest matching name; the number is its position in the array, from 1.</summary>
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
        var fits = Iso8601.TryFraction(text[..count], out ticks) && count is >= 1 and <= 9;
        text = text[count..];
        return fits;
    }

    private static bool TakeOffset(ref ReadOnlySpan<byte> text, out int? minutes) =>
        TakeOffset(ref text, "+00:00".Length, out minutes) || TakeOffset(ref text, "+0000".Length, out minutes)
            || TakeOffset(ref text, "+00".Length, out minutes) || TakeOffset(ref text, "Z".Length, out minutes);

    private static bool TakeOffset(ref ReadOnlySpan<byte> text, int length, out int? minutes)
    {
        minutes = null;
        var fits = text.Length >= length && Iso8601.TryParseOffset(text[..length], out minutes);
        text = fits ? text[length..] : text;
        return fits;
    }

    private struct Day
    {
        public int Year;
        public int Month;
        public int Number;
    }
}
