using System.Text;
using Sluice.Analytics;

namespace Sluice.Tests.Analytics;

public sealed class IsoTextTests
{
    [Theory]
    [InlineData("2024-05-31T08:30:00Z")]
    [InlineData("2024-05-31T08:30:10Z")]
    [InlineData("2024-05-31T08:30:00.5Z")]
    [InlineData("2024-05-31T08:30:00.0000001Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void A_time_has_as_many_decimals_as_it_needs(string expected)
    {
        var time = DateTime.Parse(
            expected, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Span<byte> text = stackalloc byte[IsoText.Longest];

        Assert.Equal(expected, Encoding.ASCII.GetString(text[..IsoText.Write(time, text)]));
        Assert.Equal(
            expected, Encoding.ASCII.GetString(text[..IsoText.Write(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), text)]));
        Assert.Equal(expected[11..^1], Encoding.ASCII.GetString(text[..IsoText.Write(TimeOnly.FromDateTime(time), text)]));
        Assert.Equal(expected[..10], Encoding.ASCII.GetString(text[..IsoText.Write(DateOnly.FromDateTime(time), text)]));
    }
}
