namespace Sluice.Local.Generate.Writing;

/// <summary>The three years of the sample, from 2022-01-01. Instants are seconds since that day.</summary>
internal static class Calendar
{
    public const int Days = 1096;
    public const int Day = 86_400;
    public const int Hour = 3_600;

    /// <summary>The end of the data: later events are left out.</summary>
    public const int End = Days * Day;

    private static readonly int FirstDay = new DateOnly(2022, 1, 1).DayNumber;

    public static DateOnly DateOf(int instant) => DateOnly.FromDayNumber(FirstDay + (instant / Day));

    /// <summary>Writes <c>2024-05-01</c>: 10 bytes.</summary>
    public static void Format(DateOnly date, Span<byte> destination)
    {
        Digits(date.Year / 100, destination);
        Digits(date.Year % 100, destination[2..]);
        destination[4] = (byte)'-';
        Digits(date.Month, destination[5..]);
        destination[7] = (byte)'-';
        Digits(date.Day, destination[8..]);
    }

    /// <summary>Writes <c>2024-05-01T12:34:56Z</c>: 20 bytes.</summary>
    public static void Format(int instant, Span<byte> destination)
    {
        Format(DateOf(instant), destination);
        var second = instant % Day;
        destination[10] = (byte)'T';
        Digits(second / Hour, destination[11..]);
        destination[13] = (byte)':';
        Digits(second / 60 % 60, destination[14..]);
        destination[16] = (byte)':';
        Digits(second % 60, destination[17..]);
        destination[19] = (byte)'Z';
    }

    private static void Digits(int value, Span<byte> destination)
    {
        destination[0] = (byte)('0' + (value / 10));
        destination[1] = (byte)('0' + (value % 10));
    }
}
