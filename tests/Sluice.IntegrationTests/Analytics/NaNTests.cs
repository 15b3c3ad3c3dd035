namespace Sluice.IntegrationTests.Analytics;

public sealed class NaNTests(NaNFixture numbers) : IClassFixture<NaNFixture>
{
    [Theory]
    [InlineData("x gt 0", "3,4")]
    [InlineData("x ge 1", "3,4")]
    [InlineData("0 lt x", "3,4")]
    [InlineData("x lt 2", "3,4")]
    [InlineData("x gt INF or x lt -INF", "")]
    [InlineData("y eq INF", "4")]
    [InlineData("x eq NaN or y eq NaN or x in (NaN)", "")]
    [InlineData("x ne NaN", "1,2,3,4,5")]
    [InlineData("x eq x", "3,4,5")]
    [InlineData("x ne x", "1,2")]
    [InlineData("x eq y", "5")]
    [InlineData("x ne y", "1,2,3,4")]
    [InlineData("not (x eq y)", "1,2,3,4")]
    [InlineData("x gt y or x ge y or x lt y or x le y", "4")]
    [InlineData("not (x gt y)", "1,2,3,4,5")]
    [InlineData("not (x le y)", "1,2,3,5")]
    [InlineData("x add 1 gt 0", "3,4")]
    [InlineData("(x gt 0) eq false", "1,2,5")]
    public async Task Nothing_is_equal_to_what_is_not_a_number_or_less_or_greater(string filter, string ids) => Assert.Equal(
        ids, string.Join(',', (await numbers.RowsAsync("specials", new Dictionary<string, string> { ["$filter"] = filter }, pageSize: 100))
            .Select(r => r.GetProperty("id").GetRawText())));

    [Theory]
    [InlineData("x,id", "5,3,4,1,2")]
    [InlineData("x desc,id", "1,2,3,4,5")]
    [InlineData("y,id", "5,2,4,1,3")]
    [InlineData("y desc,id", "1,3,4,2,5")]
    [InlineData("x,y desc", "5,3,4,1,2")]
    [InlineData("x add y,id", "5,4,1,2,3")]
    [InlineData("x add y desc,id", "1,2,3,4,5")]
    [InlineData("round(x) desc,id desc", "2,1,4,3,5")]
    public async Task No_row_is_lost_between_pages_in_an_order_where_NaN_is_the_greatest(string order, string ids)
    {
        for (var size = 1; size <= 5; size++)
        {
            Assert.Equal(
                ids, string.Join(',', (await numbers.RowsAsync("specials", new Dictionary<string, string> { ["$orderby"] = order }, size))
                    .Select(r => r.GetProperty("id").GetRawText())));
        }
    }

    [Fact]
    public async Task CSV_has_what_is_no_finite_number_as_a_file_may_have_it()
    {
        var answer = await numbers.GetAsync(
            "specials",
            new Dictionary<string, string>
            {
                ["$compute"] = "0 sub y as z",
                ["$select"] = "y,z",
                ["$orderby"] = "id",
                ["$format"] = "csv",
            });

        Assert.Equal("y,z\r\nNaN,NaN\r\n1,-1\r\nNaN,NaN\r\nINF,-INF\r\n,\r\n", answer.Text);
    }

    /// <summary>The two zeros are equal, and a database may return either.</summary>
    [Theory]
    [InlineData("id")]
    [InlineData("x,id")]
    [InlineData("x desc,id")]
    public async Task A_negative_zero_is_0_in_any_order(string order)
    {
        var options = new Dictionary<string, string> { ["$orderby"] = order, ["$compute"] = "x mul -1 as z" };

        Assert.All(
            await numbers.RowsAsync("zeros", options, pageSize: 2),
            r => Assert.Equal(("0", "0"), (r.GetProperty("x").GetRawText(), r.GetProperty("z").GetRawText())));
        var csv = await numbers.GetAsync("zeros", new Dictionary<string, string>(options) { ["$select"] = "x,z", ["$format"] = "csv" });
        Assert.Equal("x,z\r\n0,0\r\n0,0\r\n0,0\r\n", csv.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_group_is_lost_between_pages(int size)
    {
        var groups = await numbers.RowsAsync(
            "specials", new Dictionary<string, string> { ["$apply"] = "groupby((x),aggregate($count as n))" }, size);

        Assert.Equal(
            ["null 1", "1 2", "\"NaN\" 2"], groups.Select(g => $"{g.GetProperty("x").GetRawText()} {g.GetProperty("n").GetRawText()}"));
    }
}
