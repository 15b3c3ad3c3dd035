using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Lake.Definition;

/// <summary>A period of the calendar, such as two years or 90 days.</summary>
/// <param name="Months">Its months, 12 for a year.</param>
/// <param name="Days">Its days, 7 for a week. They follow the months.</param>
public readonly partial record struct KeepPeriod(int Months, int Days)
{
    /// <summary>The most years of a period, so that its beginning is a date.</summary>
    public const int MostYears = 1000;

    private const int MonthsPerYear = 12;
    private const int DaysPerWeek = 7;

    /// <summary>Reads an ISO 8601 duration of years, months, weeks and days: <c>P2Y</c>, <c>P1Y6M</c>, <c>P90D</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="period">The period.</param>
    /// <returns>Whether it is such a duration, longer than nothing and up to <see cref="MostYears"/>.</returns>
    public static bool TryParse(string text, out KeepPeriod period)
    {
        period = default;
        if (Duration().Match(text) is not { Success: true } match)
        {
            return false;
        }

        period = new KeepPeriod((Number("Y") * MonthsPerYear) + Number("M"), (Number("W") * DaysPerWeek) + Number("D"));
        return period is not { Months: 0, Days: 0 } && period.Months <= MostYears * MonthsPerYear && period.Days <= MostYears * 365;

        int Number(string unit) =>
            match.Groups[unit] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>When it began, if it ends now. A day that a month does not have is the last of that month.</summary>
    /// <param name="now">The end, in UTC.</param>
    public DateTimeOffset Before(DateTimeOffset now) => now.ToUniversalTime().AddMonths(-Months).AddDays(-Days);

    [GeneratedRegex(
        @"^P(?=\d)((?<Y>\d{1,6})Y)?((?<M>\d{1,6})M)?((?<W>\d{1,6})W)?((?<D>\d{1,6})D)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
