using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Profiles;

/// <summary>
/// Cuts a range of values into at most <see cref="ProfileLimits.Bins"/> parts of equal width. The edges are values of the column's type,
/// so that a comparison with them counts each value exactly. Whole numbers, decimals, dates and timestamps have a smallest step: each part
/// has the same number of steps, and only what the type cannot hold is cut off the last part.
/// </summary>
internal static class HistogramEdges
{
    private const int Most = ProfileLimits.Bins;

    // The finest step that both warehouses keep.
    private const long Microsecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>Whether the values of a kind can be cut.</summary>
    public static bool AreFor(ColumnKind kind) =>
        kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double or ColumnKind.Date or ColumnKind.Timestamp;

    /// <summary>The edges: one more than there are parts, ascending. The last one is not less than the greatest value.</summary>
    /// <param name="type">The type of the column.</param>
    /// <param name="least">The least finite value.</param>
    /// <param name="greatest">The greatest finite value.</param>
    public static IReadOnlyList<object> Of(ColumnType type, object least, object greatest)
    {
        switch (least, greatest)
        {
            case (long from, long to):
                return Cut(from, to, 1, long.MaxValue, n => (object)(long)n);
            case (ExactNumber from, ExactNumber to):
                return Cut(
                    from.Floor(type.Scale, out _), to.Floor(type.Scale, out _), 1, BigInteger.Pow(10, type.Precision) - 1,
                    n => new ExactNumber(n, type.Scale));
            case (DateOnly from, DateOnly to):
                return Cut(from.DayNumber, to.DayNumber, 1, DateOnly.MaxValue.DayNumber, n => DateOnly.FromDayNumber((int)n));
            case (DateTime from, DateTime to):
                return Cut(from.Ticks, to.Ticks, StepOf(to.Ticks - from.Ticks), DateTime.MaxValue.Ticks, n => new DateTime((long)n));
            case (double from, double to):
                return Cut(from, to);
            default:
                throw new ArgumentException("Values of this kind cannot be cut.", nameof(least));
        }
    }

    // Parts of a second or more are of whole seconds.
    private static long StepOf(long span) => span >= Most * TimeSpan.TicksPerSecond ? TimeSpan.TicksPerSecond : Microsecond;

    private static List<object> Cut(BigInteger from, BigInteger to, long step, BigInteger limit, Func<BigInteger, object> value)
    {
        var steps = ((to - from) / step) + 1;
        var width = (steps + Most - 1) / Most * step;
        List<object> edges = [value(from)];
        for (var edge = from + width; ; edge += width)
        {
            edges.Add(value(BigInteger.Min(edge, limit)));
            if (edge > to)
            {
                return edges;
            }
        }
    }

    private static List<object> Cut(double from, double to)
    {
        List<object> edges = [from];
        for (var i = 1; i < Most; i++)
        {
            // Neither the width nor a product may be infinite.
            var edge = (from * ((double)(Most - i) / Most)) + (to * ((double)i / Most));
            if (edge > (double)edges[^1] && edge < to)
            {
                edges.Add(edge);
            }
        }

        edges.Add(to);
        return edges;
    }
}
