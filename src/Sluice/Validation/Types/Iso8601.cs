namespace Sluice.Validation.Types;

/// <summary>Parses ISO 8601 dates and times by position.</summary>
internal static class Iso8601
{
    /// <summary>The day number of 1970-01-01, as <see cref="DateOnly.DayNumber"/> counts.</summary>
    public const int EpochDay = 719_162;

    /// <summary>Reads <c>YYYY-MM-DD</c>, exactly ten bytes, into days since 1970-01-01.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && TryDigits(text, 0, 4, out var year) && TryDigits(text, 5, 2, out var month) && TryDigits(text, 8, 2, out var day)
            && TryDays(year, month, day, out days);
    }

    /// <summary>Converts a date of the years 1 to 9999 to days since 1970-01-01.</summary>
    public static bool TryDays(int year, int month, int day, out int days)
    {
        days = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        days = new DateOnly(year, month, day).DayNumber - EpochDay;
        return true;
    }

    /// <summary>Whether a number of days since 1970-01-01 is in the years 1 to 9999.</summary>
    public static bool IsDay(long days) => days + EpochDay is >= 0 and <= 3_652_058;

    /// <summary>Reads <c>hh:mm:ss</c> with an optional fraction and an optional <c>Z</c> or offset.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="ticks">Ticks since midnight, before the offset.</param>
    /// <param name="offset">Minutes ahead of UTC; <see langword="null"/> if the text has no offset.</param>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long ticks, out int? offset)
    {
        ticks = 0;
        offset = null;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':'
            || !TryDigits(text, 0, 2, out var hour) || !TryDigits(text, 3, 2, out var minute) || !TryDigits(text, 6, 2, out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        text = text[8..];
        if (text.Length > 0 && text[0] == '.')
        {
            var length = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            length = length < 0 ? text.Length - 1 : length;
            if (length == 0 || !TryFraction(text.Slice(1, length), out var fraction))
            {
                return false;
            }

            ticks += fraction;
            text = text[(1 + length)..];
        }

        // XML Schema requires minutes and a colon in an offset. Only strptime's %z allows +hhmm and +hh.
        return text.Length == 0 || (text.Length is 1 or 6 && TryParseOffset(text, out offset));
    }

    /// <summary>Parses the digits of a fraction of a second into ticks. Digits beyond the seventh must be zeros.</summary>
    public static bool TryFraction(ReadOnlySpan<byte> digits, out long ticks)
    {
        ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            unit /= 10;
            if (digit > 9 || (unit == 0 && digit != 0))
            {
                return false;
            }

            ticks += digit * unit;
        }

        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+hh:mm</c>, <c>+hhmm</c> or, as PostgreSQL writes it, <c>+hh</c>.</summary>
    public static bool TryParseOffset(ReadOnlySpan<byte> text, out int? minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'])
        {
            return true;
        }

        var minute = 0;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')
            || !TryDigits(text, 1, 2, out var hour) || (text.Length > 3 && !TryDigits(text, text.Length - 2, 2, out minute))
            || hour > 14 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>Parses a fixed number of digits.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        foreach (var b in text.Slice(start, count))
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return true;
    }

    /// <summary>The fractions of a second that a column holds, for a message.</summary>
    public static string LimitOf(int ticksPerUnit) =>
        ticksPerUnit == 1 ? "at most seven digits of a fraction of a second" : "at most six digits of a fraction of a second";

    /// <summary>Converts to ticks since 1970-01-01T00:00:00 UTC, if the result is in the years 1 to 9999.</summary>
    public static bool TryTimestamp(int days, long ticks, int offsetMinutes, out long timestamp)
    {
        timestamp = (days * TimeSpan.TicksPerDay) + ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        return timestamp >= -EpochDay * TimeSpan.TicksPerDay && timestamp <= DateTime.MaxValue.Ticks - (EpochDay * TimeSpan.TicksPerDay);
    }
}
