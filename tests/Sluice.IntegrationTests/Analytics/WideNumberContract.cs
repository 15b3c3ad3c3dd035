using System.Numerics;
using System.Text.Json;
using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// Every warehouse computes, compares and adds numbers of 38 digits exactly, as long as the result has no more than 38.
/// </summary>
public abstract class WideNumberContract(AnalyticsFixture numbers)
{
    private const int Most = 38;

    private delegate Exact Of(IReadOnlyDictionary<string, Exact> row);

    /// <summary>
    /// Expressions: for each, the scale of the result, the result, and whether the operands are small enough for it to be exact.
    /// </summary>
    private static readonly (string Text, int Scale, Of Result, Func<IReadOnlyDictionary<string, Exact>, bool> Has)[] Expressions =
    [
        ("b add 1", 0, r => r["b"] + One, Always),
        ("b sub 1", 0, r => r["b"] - One, Always),
        ("1 sub b", 0, r => One - r["b"], Always),
        ("b add 0.0", 0, r => r["b"], Always),
        ("b add c", 0, r => r["b"] + r["c"], r => IsClearlyBelow(r["b"] + r["c"], Most)),
        ("b sub c", 0, r => r["b"] - r["c"], r => IsClearlyBelow(r["b"] - r["c"], Most)),
        ("b add c sub c", 0, r => r["b"], r => IsClearlyBelow(r["b"] + r["c"], Most) && IsClearlyBelow(r["b"], Most)),
        ("-b", 0, r => -r["b"], Always),
        ("b mul 1", 0, r => r["b"], Always),
        ("b mul 3", 0, r => r["b"] * Number("3"), Always),
        ("-30000 mul b", 0, r => r["b"] * Number("-30000"), Always),
        ("b mul 0", 0, r => Number("0"), Always),
        ("b mul 0.25", 2, r => r["b"] * Number("0.25"), Always),
        ("b mul c", 0, r => r["b"] * r["c"], r => IsClearlyBelow(r["b"] * r["c"], Most)),
        ("b mod 7", 0, r => r["b"] % Number("7"), Always),
        ("b mod c", 0, r => r["b"] % r["c"], Always),
        ("m add b", 2, r => r["m"] + r["b"], r => r["b"].IsBelow(Most - 2) && IsClearlyBelow(r["m"] + r["b"], Most - 2)),
        ("m sub 0.01", 2, r => r["m"] - Number("0.01"), Always),
        ("m mul 1.19", 4, r => r["m"] * Number("1.19"), Always),
        ("m mul m", 4, r => r["m"] * r["m"], r => IsClearlyBelow(r["m"] * r["m"], Most - 4)),
        ("d add 0", 18, r => r["d"], Always),
        ("d add 1", 18, r => r["d"] + One, Always),
        ("d sub 0.000000000000000001", 18, r => r["d"] - new Exact(1, 18), Always),
        ("d add d", 18, r => r["d"] + r["d"], r => IsClearlyBelow(r["d"] + r["d"], Most - 18)),
        ("d mul 1", 18, r => r["d"], r => r["d"].IsBelow(Most - 1 - 18 - 1)),
        ("d mod 1", 18, r => r["d"] % One, Always),
        ("d add e", 25, r => r["d"] + r["e"], r => r["d"].IsBelow(Most - 25) && IsClearlyBelow(r["d"] + r["e"], Most - 25)),
        ("f add 0", 38, r => r["f"], Always),
        ("f sub 0.0", 38, r => r["f"], Always),
        ("f mod 1", 38, r => r["f"], Always),
        ("f mod 0.5", 38, r => r["f"] % Number("0.5"), Always),
        ("round(d)", 0, r => r["d"].Round(), r => r["d"].Round().IsBelow(20)),
        ("ceiling(d)", 0, r => -(-r["d"]).Floor(), r => (-(-r["d"]).Floor()).IsBelow(20)),
        ("floor(e)", 0, r => r["e"].Floor(), r => r["e"].Floor().IsBelow(13)),
        ("floor(m)", 0, r => r["m"].Floor(), r => r["m"].Floor().IsBelow(36)),
        ("round(b)", 0, r => r["b"], Always),
    ];

    /// <summary>How many operators a request may have and still be answered quickly.</summary>
    protected virtual int Steps => 20;

    private static Exact One { get; } = new(1, 0);

    [Fact]
    public async Task A_result_of_38_digits_is_exact()
    {
        var exact = 0;
        foreach (var some in Expressions.Chunk(10))
        {
            var rows = await numbers.RowsAsync("wide", new Dictionary<string, string>
            {
                ["$compute"] = string.Join(',', some.Select((e, i) => $"{e.Text} as x{i}")),
                ["$orderby"] = "id",
            }, pageSize: 100);

            Assert.Equal(NumberData.Wide.Count, rows.Count);
            foreach (var (row, values) in rows.Zip(NumberData.Wide))
            {
                for (var i = 0; i < some.Length; i++)
                {
                    exact += AssertNumber(some[i], values, row.GetProperty($"x{i}"));
                }
            }
        }

        Assert.True(exact > NumberData.Wide.Count * Expressions.Length / 4, $"Only {exact} were exact.");
    }

    [Fact]
    public async Task A_result_of_38_digits_is_compared_exactly()
    {
        foreach (var (text, scale, result, has) in Expressions)
        {
            var rows = Complete(NumberData.Wide, text).Where(r => has(r.Values) && result(r.Values).IsBelow(Most - scale)).Take(8).ToList();
            Assert.NotEmpty(rows);
            foreach (var beside in (Exact[])[new Exact(0, 0), new Exact(1, scale), new Exact(-1, scale)])
            {
                // Each row with its own literal: its value, or one that differs by the smallest step.
                var filter = string.Join(
                    " or ", rows.Select(r => $"(id eq {r.Id} and ({text}) eq {(result(r.Values) + beside).ToDigits()})"));

                var found = await IdsAsync(filter);
                Assert.True(found.SequenceEqual(beside.IsZero ? rows.Select(r => r.Id) : []), $"{filter} gives {string.Join(',', found)}.");
            }
        }
    }

    [Theory]
    [InlineData("b", "c")]
    [InlineData("b", "m")]
    [InlineData("b", "d")]
    [InlineData("d", "b")]
    [InlineData("e", "m")]
    [InlineData("d", "e")]
    public async Task Columns_are_compared_exactly_whatever_their_digits(string left, string right)
    {
        foreach (var (comparison, isTrue) in ((string, Func<int, bool>)[])[("eq", o => o == 0), ("ne", o => o != 0), ("lt", o => o < 0),
            ("ge", o => o >= 0)])
        {
            var expected = Enumerable.Range(0, NumberData.Wide.Count)
                .Where(id => (NumberData.Wide[id][left], NumberData.Wide[id][right]) switch
                {
                    ({ } a, { } b) => isTrue(a.CompareTo(b)),
                    (null, null) => comparison == "eq",
                    _ => comparison == "ne",
                });

            // A decimal also occurs in two columns of different types.
            Assert.Equal(expected, await IdsAsync($"{left} {comparison} {right}"));
            Assert.Equal(expected, await IdsAsync($"not not ({left} {comparison} {right})"));
        }
    }

    /// <summary>Rows of 38 digits and small ones, of both signs, whose sum is the greatest number of 38 digits, or close to it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(123_456_789)]
    public async Task A_sum_at_the_end_of_38_digits_is_exact(int less)
    {
        var sums = await numbers.RowsAsync("ends38", new Dictionary<string, string>
        {
            ["$apply"] = $"filter(less eq {less})/groupby((grp),aggregate(b with sum as b,d with sum as d,f with sum as f))",
            ["$orderby"] = "grp",
        }, pageSize: 100);

        Assert.Equal(NumberData.Ends38Groups, sums.Count);
        foreach (var sum in sums)
        {
            foreach (var (column, scale) in ((string, int)[])[("b", 0), ("d", 18), ("f", 38)])
            {
                var expected = new Exact(BigInteger.Pow(10, Most) - 1 - less, scale);
                Assert.True(expected == Exact.Parse(sum.GetProperty(column).GetRawText()), $"{column} is {sum}, not {expected}.");
            }
        }
    }

    [Fact]
    public async Task A_sum_of_the_greatest_numbers_of_a_type_is_exact()
    {
        for (var some = 1; some < 1 << NumberData.Edges.Count; some++)
        {
            var rows = Enumerable.Range(0, NumberData.Edges.Count).Where(i => (some >> i & 1) != 0).ToList();
            var columns = NumberData.Edges[0].Keys.ToList();
            var sums = Assert.Single(await numbers.RowsAsync("edges", new Dictionary<string, string>
            {
                ["$apply"] =
                    $"filter(id in ({string.Join(',', rows)}))/aggregate({string.Join(',', columns.Select(c => $"{c} with sum as {c}"))})",
            }, pageSize: 10));

            foreach (var column in columns)
            {
                var sum = rows.Select(r => NumberData.Edges[r][column]).Aggregate((a, b) => a + b);
                Assert.True(
                    !sum.IsBelow(Most - sum.Scale) || sum == Exact.Parse(sums.GetProperty(column).GetRawText()),
                    $"{column} of {string.Join(',', rows)} is {sums.GetProperty(column).GetRawText()}, not {sum}.");
            }
        }
    }

    [Fact]
    public async Task A_sum_of_38_digits_is_exact_and_filtered_exactly()
    {
        var random = new Random(39);
        var exact = 0;
        for (var request = 0; request < 40; request++)
        {
            var ids = Enumerable.Range(0, NumberData.Wide.Count).OrderBy(_ => random.Next()).Take(random.Next(1, 8)).ToList();
            var sums = string.Join(',', NumberData.WideColumns.Select(c => $"{c} with sum as {c}"));
            var apply = $"filter(id in ({string.Join(',', ids)}))/aggregate({sums})";
            var row = Assert.Single(await numbers.RowsAsync("wide", new Dictionary<string, string> { ["$apply"] = apply }, pageSize: 10));
            List<string> found = [];
            List<string> notFound = [];
            foreach (var column in NumberData.WideColumns)
            {
                var summed = ids.Select(id => NumberData.Wide[id][column]).OfType<Exact>().ToList();
                if (summed.Count == 0)
                {
                    Assert.Equal(JsonValueKind.Null, row.GetProperty(column).ValueKind);
                    continue;
                }

                var sum = summed.Aggregate((a, b) => a + b);
                if (sum.IsBelow(Most - sum.Scale))
                {
                    exact++;
                    Assert.True(sum == Exact.Parse(row.GetProperty(column).GetRawText()), $"{apply} of {column} is {row}, not {sum}.");
                    found.Add($"{column} eq {sum.ToDigits()}");
                    notFound.Add($"{column} eq {(sum + new Exact(1, sum.Scale)).ToDigits()}");
                }
                else
                {
                    AssertNear(sum, row.GetProperty(column), summed.Sum(s => Math.Abs(s.ToDouble())), $"{apply} of {column}");
                }
            }

            if (found.Count > 0)
            {
                Assert.Single(await numbers.RowsAsync("wide", Filtered(string.Join(" and ", found)), pageSize: 10));
                Assert.Empty(await numbers.RowsAsync("wide", Filtered(string.Join(" or ", notFound)), pageSize: 10));
            }

            Dictionary<string, string> Filtered(string filter) => new() { ["$apply"] = $"{apply}/filter({filter})" };
        }

        Assert.True(exact > 80, $"Only {exact} were exact.");
    }

    /// <summary>The least digits of a long number are not lost in a later step that has too many digits.</summary>
    [Fact]
    public async Task Exact_steps_are_steps_of_a_result_that_is_not()
    {
        var checkedRows = 0;
        foreach (var (text, result) in ((string, Of)[])
        [
            ("(b mod 10) mul e", r => (r["b"] % Number("10")) * r["e"]),
            ("(b sub c) mul e", r => (r["b"] - r["c"]) * r["e"]),
            ("(d mod 1) mul d mul e", r => (r["d"] % One) * r["d"] * r["e"]),
            ("(b mod 1000 sub 1) mul d mul e", r => ((r["b"] % Number("1000")) - One) * r["d"] * r["e"]),
        ])
        {
            var rows = await numbers.RowsAsync(
                "wide", new Dictionary<string, string> { ["$compute"] = $"{text} as x", ["$orderby"] = "id" }, pageSize: 100);
            foreach (var (id, values) in Complete(NumberData.Wide, text).Where(r => !text.Contains("b sub c", StringComparison.Ordinal)
                || IsClearlyBelow(r.Values["b"] - r.Values["c"], Most)))
            {
                var expected = result(values);
                AssertNear(expected, rows[id].GetProperty("x"), Math.Abs(expected.ToDouble()), text);
                checkedRows++;
            }
        }

        Assert.True(checkedRows > 100, $"Only {checkedRows} were looked at.");
    }

    [Theory]
    [InlineData("b")]
    [InlineData("d")]
    public async Task Many_steps_over_columns_of_38_digits_are_answered(string column)
    {
        var text = column;
        for (var i = 0; i < Steps / 2; i++)
        {
            text = $"({text} add {column}) mul 1.1";
        }

        foreach (var (option, value) in ((string, string)[])
            [("$filter", $"{text} gt 5"), ("$orderby", text), ("$compute", $"{text} as x"),
                ("$apply", $"aggregate({text} with sum as s,{text} with average as a)")])
        {
            Assert.Equal(200, (await numbers.GetAsync("wide", [KeyValuePair.Create(option, value)])).Status);
        }
    }

    [Fact]
    public async Task A_sum_of_results_of_which_some_are_exact_is_near()
    {
        var ids = Enumerable.Range(0, 30);
        var summed = Complete(NumberData.Wide.Take(30), "b mul c").Select(r => r.Values["b"] * r.Values["c"]).ToList();
        var row = Assert.Single(await numbers.RowsAsync("wide", new Dictionary<string, string>
        {
            ["$apply"] = $"filter(id in ({string.Join(',', ids)}))/aggregate(b mul c with sum as s,b mul c with average as a)",
        }, pageSize: 10));

        var magnitude = summed.Sum(s => Math.Abs(s.ToDouble()));
        AssertNear(summed.Aggregate((a, b) => a + b), row.GetProperty("s"), magnitude, "the sum");
        Assert.Equal(summed.Sum(s => s.ToDouble()) / summed.Count, row.GetProperty("a").GetDouble(), 1e-9 * magnitude);
    }

    private static bool Always(IReadOnlyDictionary<string, Exact> row) => true;

    private static Exact Number(string text) => Exact.Parse(text);

    // If the first 14 of a result's 38 digits are all nines, the service does not promise that it is exact.
    private static bool IsClearlyBelow(Exact value, int power) => (value + (value * new Exact(2, 14))).IsBelow(power);

    private static IEnumerable<(int Id, IReadOnlyDictionary<string, Exact> Values)> Complete(
        IEnumerable<IReadOnlyDictionary<string, Exact?>> rows, string expression) => rows
        .Select((row, id) => (Id: id, Row: row))
        .Where(r => ColumnsOf(expression).All(c => r.Row[c] is not null) && !(expression == "b mod c" && r.Row["c"]!.Value.IsZero))
        .Select(r => (r.Id, (IReadOnlyDictionary<string, Exact>)ColumnsOf(expression).ToDictionary(c => c, c => r.Row[c]!.Value)));

    private static IEnumerable<string> ColumnsOf(string expression) =>
        expression.Split(' ', '(', ')', '-').Where(NumberData.WideColumns.Contains).Distinct();

    private static int AssertNumber(
        (string Text, int Scale, Of Result, Func<IReadOnlyDictionary<string, Exact>, bool> Has) expression,
        IReadOnlyDictionary<string, Exact?> row,
        JsonElement actual)
    {
        var values = Complete([row], expression.Text).SingleOrDefault().Values;
        if (values is null)
        {
            Assert.Equal(JsonValueKind.Null, actual.ValueKind);
            return 0;
        }

        var expected = expression.Result(values);
        if (expression.Has(values) && expected.IsBelow(Most - expression.Scale))
        {
            Assert.True(expected == Exact.Parse(actual.GetRawText()), $"{expression.Text} is {actual.GetRawText()}, not {expected}.");
            return 1;
        }

        var magnitude = Math.Abs(expected.ToDouble()) + values.Values.Sum(v => Math.Abs(v.ToDouble()));
        AssertNear(expected, actual, magnitude, expression.Text);
        return 0;
    }

    private static void AssertNear(Exact expected, JsonElement actual, double magnitude, string what) => Assert.True(
        Math.Abs(actual.GetDouble() - expected.ToDouble()) <= 1e-12 * magnitude,
        $"{what} is {actual.GetRawText()}, which is not near {expected}.");

    private async Task<List<int>> IdsAsync(string filter)
    {
        var rows = await numbers.RowsAsync(
            "wide", new Dictionary<string, string> { ["$filter"] = filter, ["$orderby"] = "id" }, pageSize: 100);
        return [.. rows.Select(r => r.GetProperty("id").GetInt32())];
    }
}
