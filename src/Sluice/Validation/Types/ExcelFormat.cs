using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>
/// Day numbers of Excel and other spreadsheets in the 1900 date system: 1 is 1900-01-01, and the fraction is the time of day, rounded to
/// the nearest millisecond (a half up), because a double holds no more. Excel counts a 29 February 1900, number 60, which there was not: it
/// is not read, and from 61 on a number is one day earlier than it would be. A number below 1 has no date.
/// </summary>
internal sealed class ExcelFormat : DateFormat
{
    /// <summary>The name in a lake definition.</summary>
    public const string Name = "excel";

    // The 29 February 1900 that there was not.
    private const int FalseDay = 60;

    // 1899-12-30, from which numbers after the false day count.
    private const int DayZero = -25_569;
    private const int MostWholeDigits = 7;
    private const int MostPlaces = 28;
    private const long MillisecondsPerDay = 86_400_000;

    private ExcelFormat()
    {
    }

    /// <summary>The format, which has no state.</summary>
    public static ExcelFormat Instance { get; } = new();

    public override string Description => $"{Name}, days since 1900";

    /// <summary>The format, if it has this name.</summary>
    public static ExcelFormat? Find(string name) => name == Name ? Instance : null;

    /// <summary>Whether a number is probably a day number: one of the years 1982 to 2064.</summary>
    public static bool IsProbable(ReadOnlySpan<byte> text)
    {
        const int First = 30_000;
        const int Last = 60_000;
        return TryParseSerial(text, out var serial, out _) && serial is >= First and < Last;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        parts = default;
        if (!TryParseSerial(text, out var serial, out var milliseconds) || serial is < 1 or FalseDay)
        {
            return false;
        }

        parts.Days = DayZero + serial + (serial < FalseDay ? 1 : 0);
        parts.Ticks = milliseconds * TimeSpan.TicksPerMillisecond;
        return Iso8601.IsDay(parts.Days);
    }

    public override string? Hint(string text)
    {
        if (!TryParseSerial(Encoding.UTF8.GetBytes(text), out var serial, out _))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? "a day number has digits, and a fraction of up to 28 digits"
                : null;
        }

        return serial switch
        {
            0 => "below 1, it is a time of day without a date",
            FalseDay => "it is 29 February 1900, which there was not, although Excel counts it",
            _ => "the greatest is 2958465, which is 9999-12-31",
        };
    }

    private static bool TryParseSerial(ReadOnlySpan<byte> text, out int serial, out long milliseconds)
    {
        milliseconds = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var places = point < 0 ? default : text[(point + 1)..];
        serial = 0;
        if (whole.Length is 0 or > MostWholeDigits || places.Length > MostPlaces || !Iso8601.TryDigits(whole, 0, whole.Length, out serial))
        {
            return false;
        }

        var (fraction, unit) = (Int128.Zero, Int128.One);
        foreach (var b in places)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            fraction = (fraction * 10) + digit;
            unit *= 10;
        }

        milliseconds = (long)(((fraction * MillisecondsPerDay * 2) + unit) / (unit * 2));
        if (milliseconds == MillisecondsPerDay)
        {
            (serial, milliseconds) = (serial + 1, 0);
        }

        return true;
    }
}
