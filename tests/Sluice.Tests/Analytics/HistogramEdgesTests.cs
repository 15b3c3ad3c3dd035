using System.Globalization;
using System.Numerics;
using Sluice.Analytics.Profiles;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Analytics;

public sealed class HistogramEdgesTests
{
    private static readonly ColumnType Whole = new(ColumnKind.Int64);

    [Fact]
    public void Whole_numbers_are_cut_into_parts_with_as_many_numbers_each()
    {
        var edges = HistogramEdges.Of(Whole, 1L, 9000L).Cast<long>().ToList();

        Assert.Equal(Enumerable.Range(0, 21).Select(i => 1L + (450 * i)), edges);
    }

    [Theory]
    [InlineData(7, 7, "7,8")]
    [InlineData(-1, 1, "-1,0,1,2")]
    [InlineData(0, 19, "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20")]
    [InlineData(0, 20, "0,2,4,6,8,10,12,14,16,18,20,22")]
    public void A_small_range_has_no_empty_parts_between_numbers(long least, long greatest, string edges) =>
        Assert.Equal(edges, string.Join(',', HistogramEdges.Of(Whole, least, greatest)));

    [Fact]
    public void What_a_type_cannot_hold_is_cut_off_the_last_part()
    {
        var whole = HistogramEdges.Of(Whole, long.MinValue, long.MaxValue);
        var dates = HistogramEdges.Of(new(ColumnKind.Date), DateOnly.MinValue, DateOnly.MaxValue);
        var times = HistogramEdges.Of(new(ColumnKind.Timestamp), DateTime.MinValue, DateTime.MaxValue);
        var nines = BigInteger.Pow(10, 38) - 1;
        var decimals = HistogramEdges.Of(new(ColumnKind.Decimal, 38, 10), new ExactNumber(-nines, 10), new ExactNumber(nines, 10));

        Assert.Equal((21, long.MinValue, long.MaxValue), (whole.Count, whole[0], whole[^1]));
        Assert.Equal((21, DateOnly.MinValue, DateOnly.MaxValue), (dates.Count, dates[0], dates[^1]));
        Assert.Equal((21, DateTime.MinValue, DateTime.MaxValue), (times.Count, times[0], times[^1]));
        Assert.Equal((21, new ExactNumber(nines, 10)), (decimals.Count, decimals[^1]));
    }

    [Fact]
    public void Parts_of_time_are_of_whole_seconds_if_they_are_that_long()
    {
        var start = new DateTime(2024, 1, 1, 0, 0, 0, 500);

        var edges = HistogramEdges.Of(new(ColumnKind.Timestamp), start, start.AddHours(1)).Cast<DateTime>().ToList();

        Assert.All(edges.Zip(edges.Skip(1)), e => Assert.Equal(0, (e.Second - e.First).Ticks % TimeSpan.TicksPerSecond));
        Assert.InRange(edges.Count, 2, 21);
    }

    [Theory]
    [InlineData("-1.7976931348623157E+308", "1.7976931348623157E+308", 21)]
    [InlineData("0", "1", 21)]
    [InlineData("0", "5E-324", 2)]
    [InlineData("3", "3", 2)]
    [InlineData("1", "1.0000000000000004", 3)]
    public void Floating_point_numbers_have_finite_ascending_edges(string least, string greatest, int count)
    {
        var (from, to) = (double.Parse(least, CultureInfo.InvariantCulture), double.Parse(greatest, CultureInfo.InvariantCulture));

        var edges = HistogramEdges.Of(new(ColumnKind.Double), from, to).Cast<double>().ToList();

        Assert.Equal((count, from, to), (edges.Count, edges[0], edges[^1]));
        Assert.All(edges, e => Assert.True(double.IsFinite(e)));
        Assert.All(edges.Zip(edges.Skip(1)), e => Assert.True(e.First < e.Second || from == to));
    }

    [Fact]
    public void A_text_cannot_be_cut() =>
        Assert.Throws<ArgumentException>(() => HistogramEdges.Of(new(ColumnKind.Text), "a", "b"));
}
