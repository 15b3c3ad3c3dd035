using Sluice.Local.Generate.Tables;
using Sluice.Local.Generate.Writing;

namespace Sluice.Local.Generate.Market;

/// <summary>Instants in ascending order, with growth over time and patterns of season, weekday and hour.</summary>
internal sealed class Timeline
{
    // Percent, January first: high in January and September, low in summer.
    private static readonly int[] MonthWeights = [118, 98, 104, 102, 97, 92, 78, 72, 121, 110, 113, 95];

    // Percent, Sunday first.
    private static readonly int[] WeekdayWeights = [121, 103, 96, 95, 94, 92, 99];

    private static readonly int[] HourWeights =
        [12, 7, 4, 3, 3, 5, 12, 25, 38, 48, 54, 57, 62, 60, 55, 52, 54, 60, 68, 78, 90, 85, 60, 30];

    private readonly long[] cumulative = new long[(Calendar.Days * 24) + 1];
    private readonly Prng random;
    private readonly long count;
    private long next;
    private int hour;

    /// <summary>Creates a timeline.</summary>
    /// <param name="count">The number of instants.</param>
    /// <param name="growth">The ratio of instants per day at the end to those at the start.</param>
    /// <param name="random">The random numbers.</param>
    public Timeline(long count, int growth, Prng random)
    {
        this.count = count;
        this.random = random;
        var total = 0L;
        for (var day = 0; day < Calendar.Days; day++)
        {
            var date = Calendar.DateOf(day * Calendar.Day);
            var level = 1000 + ((growth - 1) * 1000L * day * (day + Calendar.Days) / (2L * Calendar.Days * Calendar.Days));
            var weight = level * MonthWeights[date.Month - 1] * WeekdayWeights[(int)date.DayOfWeek];
            for (var i = 0; i < 24; i++)
            {
                cumulative[(day * 24) + i + 1] = total += weight * HourWeights[i];
            }
        }
    }

    /// <summary>The next instant. Call it at most as often as the timeline has instants.</summary>
    public int Next()
    {
        // Divide the total weight into equal parts, one per instant: the instants come in order without sorting.
        var part = ((ulong)next++ << 16) + (random.Next() >> 48);
        var position = (long)((UInt128)(ulong)cumulative[^1] * part / ((ulong)count << 16));
        while (cumulative[hour + 1] <= position)
        {
            hour++;
        }

        var second = (position - cumulative[hour]) * Calendar.Hour / (cumulative[hour + 1] - cumulative[hour]);
        return (hour * Calendar.Hour) + (int)second;
    }
}
