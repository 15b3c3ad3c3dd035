using System.Globalization;
using System.Text.Json;
using Sluice.Analytics.Requests;
using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// Every warehouse reads, compares, computes and adds numbers exactly, or as floating-point numbers where the rules say so.
/// </summary>
public abstract partial class NumberContract(AnalyticsFixture numbers)
{
    private static readonly QueryLimits Limits = new() { MaxLength = 1_000_000, MaxDepth = 500 };

    [Theory]
    [InlineData("n add n", "14,18446744073709551614,-18446744073709551616,0,-2,6074001000,null")]
    [InlineData("n sub 1", "6,9223372036854775806,-9223372036854775809,-1,-2,3037000499,null")]
    [InlineData("n mul n", "49,85070591730234615847396907784232501249,85070591730234615865843651857942052864,0,1,9223372037000250000,null")]
    [InlineData("n mul n mul n", "343,7.846377169233351E+56,-7.846377169233351E+56,0,-1,28011385488055777750125000000,null")]
    [InlineData("-n", "-7,-9223372036854775807,9223372036854775808,0,1,-3037000500,null")]
    [InlineData("n div -1", "-7,-9223372036854775807,9223372036854775808,0,1,-3037000500,null")]
    [InlineData("n mod -1", "0,0,0,0,0,0,null")]
    [InlineData("n div 0", "null,null,null,null,null,null,null")]
    [InlineData("n mod 4", "3,3,0,0,-1,0,null")]
    [InlineData("n add 99999999999999999999",
        "100000000000000000006,109223372036854775806,90776627963145224191,99999999999999999999,99999999999999999998,"
            + "100000000003037000499,null")]
    [InlineData("99999999999999999999 div 7 add n sub n",
        "14285714285714285714,14285714285714285714,14285714285714285714,14285714285714285714,14285714285714285714,"
            + "14285714285714285714,null")]
    [InlineData("n mul 0.1", "0.7,922337203685477580.7,-922337203685477580.8,0,-0.1,303700050,null")]
    [InlineData("n mul 1e-3", "0.007,9223372036854775.807,-9223372036854775.808,0,-0.001,3037000.5,null")]
    [InlineData("price add 123456.78", "123469.78,10000123456.77,-9999876543.21,123456.78,123456.77,123495.32,null")]
    [InlineData("price mul price mul price",
        "2197,999999999997000000000002999999.999999,-999999999997000000000002999999.999999,0,-0.000001,57244.679864,null")]
    [InlineData("price mod 0.3", "0.1,0.09,-0.09,0,-0.01,0.14,null")]
    [InlineData("round(price)", "13,10000000000,-10000000000,0,0,39,null")]
    [InlineData("floor(price)", "13,9999999999,-10000000000,0,-1,38,null")]
    [InlineData("ceiling(price add 0.5)", "14,10000000001,-9999999999,1,1,40,null")]
    [InlineData("big mul big", "169,1E+56,1E+56,0,1e-20,1485.773609598756,null")]
    [InlineData("big mul big mul big", "2197,1E+84,-1E+84,0,-1e-30,57270.234339813495506904,null")]
    [InlineData("big add 1", "14,1E+28,-1E+28,1,0.9999999999,39.545734,null")]
    [InlineData("round(big)", "13,1E+28,-1E+28,0,0,39,null")]
    [InlineData("big sub fine", "12.8765432109876543210987654322,1E+28,-1E+28,0,-0.0000000000999999999999999999,0,null")]
    [InlineData("fine mul fine", "0.015241578753238827,1E+20,1E+20,0,1E-56,1485.773609598756,null")]
    [InlineData("ratio add 0.1", "0.6,1E+300,-1E+300,0.1,0.2,38.645734000000004,null")]
    [InlineData("ratio mul big", "6.5,null,null,0,-1E-11,1485.773609598756,null")]
    [InlineData("0.1", "0.1,0.1,0.1,0.1,0.1,0.1,0.1")]
    [InlineData("0.1d", "0.1,0.1,0.1,0.1,0.1,0.1,0.1")]
    [InlineData("- 12.50", "-12.5,-12.5,-12.5,-12.5,-12.5,-12.5,-12.5")]
    [InlineData("n mul -(0.5)", "-3.5,-4611686018427387903.5,4611686018427387904,0,0.5,-1518500250,null")]
    [InlineData("cast(big,Edm.Double) mul cast(0.1,Edm.Double)", "1.3,1E+27,-1E+27,0,-1E-11,3.8545734000000005,null")]
    public async Task A_number_is_exact_or_else_the_nearest_floating_point_number(string expression, string values)
    {
        // Another test asks for the product of floating-point numbers beyond the range.
        var filter = expression.StartsWith("ratio mul", StringComparison.Ordinal) ? "id ne 2 and id ne 3" : "true";
        var rows = await numbers.RowsAsync(
            "ends", new Dictionary<string, string> { ["$compute"] = $"{expression} as x", ["$filter"] = filter }, pageSize: 100);

        foreach (var row in rows)
        {
            var expected = values.Split(',')[row.GetProperty("id").GetInt32() - 1];
            var value = row.GetProperty("x");
            if (expected == "null")
            {
                Assert.Equal(JsonValueKind.Null, value.ValueKind);
            }
            else if (expected.Contains('E', StringComparison.Ordinal) || expression.Contains("ratio", StringComparison.Ordinal)
                || expression.Contains("Double", StringComparison.Ordinal) || expression.StartsWith("fine mul", StringComparison.Ordinal))
            {
                AssertNear(double.Parse(expected, CultureInfo.InvariantCulture), value.GetDouble(), expression);
            }
            else
            {
                Assert.True(
                    Exact.Parse(expected) == Exact.Parse(value.GetRawText()), $"{expression} is {value.GetRawText()}, not {expected}.");
            }
        }
    }

    [Theory]
    [InlineData("n eq 99999999999999999999", "")]
    [InlineData("n ne 99999999999999999999", "1,2,3,4,5,6,7")]
    [InlineData("n lt 99999999999999999999", "1,2,3,4,5,6")]
    [InlineData("n gt 99999999999999999999", "")]
    [InlineData("n gt -99999999999999999999", "1,2,3,4,5,6")]
    [InlineData("n le -1E400", "")]
    [InlineData("not (n lt 1E400)", "7")]
    [InlineData("n lt 1e1000000000", "1,2,3,4,5,6")]
    [InlineData("n gt 1e-1000000000", "1,2,6")]
    [InlineData("n ge 9223372036854775807", "2")]
    [InlineData("n gt 9223372036854775806.5", "2")]
    [InlineData("n ge 9223372036854775807.5", "")]
    [InlineData("n lt -9223372036854775807.5", "3")]
    [InlineData("n eq -9223372036854775808", "3")]
    [InlineData("n eq 7.5", "")]
    [InlineData("n eq 7e0", "1")]
    [InlineData("7.000 eq n", "1")]
    [InlineData("0.7e1 ge n and n gt 6.9", "1")]
    [InlineData("n in (99999999999999999999,7)", "1")]
    [InlineData("n in (1.5,-1.5)", "")]
    [InlineData("n in (7.0,0e0,null)", "1,4,7")]
    [InlineData("not (n in (99999999999999999999))", "1,2,3,4,5,6,7")]
    [InlineData("n in(7, - 1)", "1,5")]
    [InlineData("n in [7, - 1]", "1,5")]
    [InlineData("id in (5,7) or id in [1,2]", "1,2,5,7")]
    [InlineData("price in[38.54M]", "6")]
    [InlineData("price eq 38.54", "6")]
    [InlineData("price eq 38.540000000000000000000000000000000000000000000000000000000000", "6")]
    [InlineData("price eq 38.545", "")]
    [InlineData("price gt 38.53999999999999999999999999999999999999 and price lt 38.54000000000000000000000000000000000001", "6")]
    [InlineData("price in (13,38.54M,1E400)", "1,6")]
    [InlineData("big eq 38.545734 and fine eq 38.545734 and ratio eq 38.545734", "6")]
    [InlineData("big eq 9999999999999999999999999999.9999999999", "2")]
    [InlineData("fine eq 0.1234567890123456789012345678", "1")]
    [InlineData("big in (9999999999999999999999999999.9999999999,13)", "1,2")]
    [InlineData("ratio eq 0.1", "5")]
    [InlineData("ratio in (0.1,0.5d,1E400)", "1,5")]
    [InlineData("ratio eq 0.1M", "5")]
    [InlineData("ratio lt 1E400", "1,2,3,4,5,6")]
    [InlineData("ratio lt INF and ratio gt -INF", "1,2,3,4,5,6")]
    [InlineData("ratio eq INF", "")]
    [InlineData("ratio in (INF,0.1)", "5")]
    [InlineData(
        "ratio eq NaN or ratio lt NaN or ratio le NaN or ratio gt NaN or ratio ge NaN or ratio in (NaN) or NaN gt n or n le NaN", "")]
    [InlineData("ratio ne NaN and not (ratio lt NaN) and not (NaN ge n) and n ne NaN", "1,2,3,4,5,6,7")]
    [InlineData("ratio in (NaN,0.1)", "5")]
    [InlineData("n lt INF", "1,2,3,4,5,6")]
    [InlineData("big gt ratio", "1,3")]
    [InlineData("n mul n gt 9223372036854775807", "2,3,6")]
    [InlineData("n mul n mul n gt 1e50", "2")]
    [InlineData("n mul n mul n eq 343", "1")]
    [InlineData("n mul n mul n eq null", "7")]
    [InlineData("(n mul n mul n) in (343,-1,null)", "1,5,7")]
    [InlineData("big mul big ge 169", "1,2,3,6")]
    [InlineData("big mul big eq big mul 13", "1,4,7")]
    [InlineData("fine lt big", "1,2")]
    [InlineData("n eq big", "4,7")]
    [InlineData("(n add 0.5) gt price", "2,4,6")]
    [InlineData("0.1 add 0.2 eq 0.3", "1,2,3,4,5,6,7")]
    [InlineData("99999999999999999999 gt 9.9e18", "1,2,3,4,5,6,7")]
    [InlineData("round(38.545734) eq 39 and floor(-0.5) eq -1", "1,2,3,4,5,6,7")]
    [InlineData("substring('abc',n) eq '' and substring('abc',99999999999999999999) eq ''", "1,2,6")]
    [InlineData("substring('abc',n mul n mul n) eq 'abc'", "3,4,5")]
    public async Task A_comparison_is_exact_whatever_the_literal(string filter, string ids) => Assert.Equal(
        ids, string.Join(',', (await numbers.RowsAsync("ends", new Dictionary<string, string> { ["$filter"] = filter }, pageSize: 100))
            .Select(r => r.GetProperty("id").GetRawText())));

    [Theory]
    [InlineData("filter(n gt 0)/aggregate(n with sum as x)", "9223372039891776314")]
    [InlineData("aggregate(n with sum as x)", "3037000505")]
    [InlineData("filter(n gt 0)/aggregate(n with average as x)", "3.074457346630592E+18")]
    [InlineData("aggregate(n mul n with sum as x)", "1.7014118346046923E+38")]
    [InlineData("aggregate(n mul n with max as x)", "85070591730234615865843651857942052864")]
    [InlineData("aggregate(n mul n mul n with max as x)", "7.846377169233351E+56")]
    [InlineData("filter(id ne 2)/aggregate(n mul n mul n with max as x)", "28011385488055777750125000000")]
    [InlineData("filter(id ne 2)/aggregate(n mul n mul n with min as x)", "-7.846377169233351E+56")]
    [InlineData("filter(id ne 3)/aggregate(n mul n mul n with min as x)", "-1")]
    [InlineData("aggregate(n mul n mul n with countdistinct as x)", "6")]
    [InlineData("filter(id in (1,4,6))/aggregate(n mul n mul n with average as x)", "9337128496018592583375000114.333")]
    [InlineData("filter(id in (1,6))/aggregate(big with sum as x)", "51.545734")]
    [InlineData("filter(id le 2)/aggregate(big with sum as x)", "1E+28")]
    [InlineData("filter(id le 2)/aggregate(big with average as x)", "5E+27")]
    [InlineData("filter(id in (1,6))/aggregate(big with average as x)", "25.772867E0")]
    [InlineData("aggregate(fine with max as x)", "9999999999.9999999999999999999999999999")]
    [InlineData("aggregate(price with sum as x)", "51.53")]
    [InlineData("aggregate(n mul 0.01 with sum as x)", "30370005.05")]
    [InlineData("groupby((id),aggregate(n with sum as s))/filter(s gt 0)/aggregate(s with sum as x)", "9223372039891776314")]
    [InlineData("compute(n mul n mul n as c)/groupby((c))/aggregate($count as x)", "7")]
    [InlineData("compute(n mul n mul n as c)/filter(c gt 0)/aggregate(c div 7 with sum as x)", "1.1209110241761929E+56")]
    [InlineData("filter(id eq 1)/compute(n mul n mul n as c)/aggregate(c mul 0.1 with sum as x)", "34.3")]
    public async Task An_aggregate_is_exact_or_else_the_nearest_floating_point_number(string apply, string expected)
    {
        var row = Assert.Single(await numbers.RowsAsync("ends", new Dictionary<string, string> { ["$apply"] = apply }, pageSize: 10));

        if (expected.Contains('E', StringComparison.Ordinal) || apply.Contains("average", StringComparison.Ordinal))
        {
            AssertNear(double.Parse(expected, CultureInfo.InvariantCulture), row.GetProperty("x").GetDouble(), apply);
        }
        else
        {
            Assert.Equal(Exact.Parse(expected), Exact.Parse(row.GetProperty("x").GetRawText()));
        }
    }

    [Theory]
    [InlineData("n mul n mul n", "7,3,5,4,1,6,2")]
    [InlineData("n mul n mul n desc", "2,6,1,4,5,3,7")]
    [InlineData("big desc", "2,6,1,4,5,3,7")]
    [InlineData("fine", "7,3,5,4,1,6,2")]
    [InlineData("n mul n", "7,4,5,1,6,2,3")]
    public async Task Numbers_of_both_kinds_are_in_their_order_page_after_page(string order, string ids) => Assert.Equal(
        ids,
        string.Join(
            ',',
            (await numbers.RowsAsync("ends", new Dictionary<string, string> { ["$orderby"] = order, ["$select"] = "id" }, pageSize: 1))
                .Select(r => r.GetProperty("id").GetRawText())));

    [Fact]
    public async Task Groups_of_numbers_of_both_kinds_are_told_apart_in_json_and_csv()
    {
        var options = new Dictionary<string, string>
        {
            ["$apply"] = "filter(id le 3 or id eq 7)/compute(n mul n mul n as x)/groupby((x),aggregate($count as n))",
            ["$orderby"] = "x",
        };

        var rows = await numbers.RowsAsync("ends", options, pageSize: 1);
        var csv = await numbers.GetAsync("ends", [.. options, KeyValuePair.Create("$format", "csv")]);

        Assert.Equal(["null", "-7.846377169233351E+56", "343", "7.846377169233351E+56"], rows.Select(r => r.GetProperty("x").GetRawText()));
        Assert.Equal("x,n\r\n,1\r\n-7.846377169233351E+56,1\r\n343,1\r\n7.846377169233351E+56,1\r\n", csv.Text);
    }

    [Fact]
    public async Task The_type_of_a_number_is_told_row_by_row()
    {
        var answer = await numbers.GetAsync("ends", new Dictionary<string, string>
        {
            ["$compute"] = "n mul n as square,n mul n mul n as cube",
            ["$select"] = "square,cube",
            ["$filter"] = "id le 2",
            ["$orderby"] = "id",
            ["$format"] = "application/json;odata.metadata=full",
        });

        Assert.Equal(["#Int64", "#Decimal"], answer.Rows.Select(r => r.GetProperty("square@odata.type").GetString()));
        Assert.Equal("#Int64", answer.Rows[0].GetProperty("cube@odata.type").GetString());
        Assert.False(answer.Rows[1].TryGetProperty("cube@odata.type", out _));
    }

    [Theory]
    [InlineData("12345678901234567890.1234567891", true)]
    [InlineData("12345678901234567890.1234567890", false)]
    [InlineData("38.545734", true)]
    [InlineData("38.54573", false)]
    [InlineData("1E400", false)]
    public async Task A_key_has_the_digits_of_its_text(string key, bool isThere)
    {
        var answer = await numbers.GetAsync($"keyed({key})", [KeyValuePair.Create("$format", "application/json;odata.metadata=full")]);

        Assert.Equal(isThere ? 200 : 404, answer.Status);
        if (isThere)
        {
            var address = new Uri(answer.Json.GetProperty("@odata.id").GetString()!);
            Assert.Equal(200, (await numbers.GetAsync(address.AbsolutePath["/api/data/".Length..], [])).Status);
        }
    }

    [Theory]
    [InlineData("ratio add INF gt 0")]
    [InlineData("n mul 1E400 gt 0")]
    [InlineData("ratio mul NaN eq 0")]
    public async Task Nothing_is_worked_out_with_what_is_beyond_all_numbers(string filter) =>
        (await numbers.GetAsync("ends", [KeyValuePair.Create("$filter", filter)])).AssertProblem(400);

    [Fact]
    public async Task An_expression_that_grows_beyond_measure_is_refused()
    {
        var text = "n mul n mul n";
        for (var i = 0; i < 20; i++)
        {
            text = $"length(substring('abc',{text})) mul n mul n mul 99999999999999999999";
        }

        var answer = await numbers.GetAsync("ends", [KeyValuePair.Create("$filter", $"{text} gt 0")], limits: Limits);
        Assert.Contains("too complex", answer.AssertProblem(400), StringComparison.Ordinal);
    }

    private static void AssertNear(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected), $"{what} is {actual}, not {expected}.");
}
