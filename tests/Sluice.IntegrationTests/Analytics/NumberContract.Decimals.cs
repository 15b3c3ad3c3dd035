using System.Globalization;
using System.Text.Json;
using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

// Random decimals of 1 to 28 digits, beside an arithmetic of the tests' own.
public abstract partial class NumberContract
{
    private const int Together = 20;

    [Fact]
    public async Task Every_decimal_is_found_by_its_text_and_none_beside_it()
    {
        var all = NumberData.Decimals.Select((text, id) => (Id: id, Text: text, Column: NumberData.ColumnOf(text))).ToList();
        foreach (var some in all.Chunk(2 * Together))
        {
            var found = some.Select(d =>
                $"(id eq {d.Id} and {d.Column} eq {d.Text} and not ({d.Column} ne {d.Text})"
                + $" and {d.Column} gt {Beside(d.Text, -1)} and {d.Column} lt {Beside(d.Text, 1)})").ToList();
            if (await CountAsync(string.Join(" or ", found)) != some.Length)
            {
                foreach (var one in found)
                {
                    Assert.True(await CountAsync(one) == 1, $"Nothing is found by {one}.");
                }
            }

            Assert.Equal(0, await CountAsync(string.Join(" or ", some.Select(d =>
                $"(id eq {d.Id} and ({d.Column} eq {Beside(d.Text, 1)} or {d.Column} in ({Beside(d.Text, -1)})"
                + $" or {d.Column} lt {d.Text} or {d.Column} gt {d.Text}))"))));
        }

        foreach (var some in all.GroupBy(d => d.Column).SelectMany(g => g.Chunk(200)))
        {
            var values = some.Select(d => Exact.Parse(d.Text)).ToHashSet();

            Assert.Equal(
                all.Count(d => d.Column == some[0].Column && values.Contains(Exact.Parse(d.Text))),
                await CountAsync($"{some[0].Column} in ({string.Join(',', some.Select(d => d.Text))})"));
        }
    }

    [Fact]
    public async Task Arithmetic_with_every_decimal_is_exact_where_38_digits_are_enough()
    {
        var random = new Random(16);
        var exact = 0;
        for (var request = 0; request < NumberData.Count / Together; request++)
        {
            var id = random.Next(NumberData.Count);
            var (column, value) = (NumberData.ColumnOf(NumberData.Decimals[id]), Exact.Parse(NumberData.Decimals[id]));
            var computed = Enumerable.Range(0, Together).Select(i => NumberRule.Random(
                random, random.Next(2) == 0 ? "id" : column, NumberData.Decimals[(request * Together) + i])).ToList();

            var answer = await numbers.GetAsync("decimals", new Dictionary<string, string>
            {
                ["$filter"] = $"id eq {id}",
                ["$compute"] = string.Join(',', computed.Select((c, i) => $"{c.Text} as x{i}")),
            }, limits: Limits);

            Assert.True(answer.Status == 200, answer.Text);
            var row = Assert.Single(answer.Rows);
            for (var i = 0; i < Together; i++)
            {
                var rule = computed[i];
                var operand = rule.Column == "id" ? new Exact(id, 0) : value;
                AssertNumber(rule.Result(operand), rule.IsExactFor(operand), row.GetProperty($"x{i}"), $"{rule.Text} of {operand}",
                    rule.Magnitude(operand));
                exact += rule.IsExactFor(operand) ? 1 : 0;
            }
        }

        Assert.True(exact > NumberData.Count / 2, $"Only {exact} were exact.");
    }

    [Fact]
    public async Task A_sum_of_arithmetic_with_any_decimal_is_exact_where_38_digits_are_enough()
    {
        const int Rows = 30;
        var requests = Effort.Of(usual: 15, thorough: 60);
        var random = new Random(17);
        var exact = 0;
        for (var request = 0; request < requests; request++)
        {
            var first = random.Next(NumberData.Count - Rows);
            var summed = Enumerable.Range(0, Together).Select(i => NumberRule.Random(
                random, random.Next(2) == 0 ? "id" : $"d{random.Next(4)}", NumberData.Decimals[random.Next(NumberData.Count)])).ToList();

            var sums = string.Join(',', summed.Select((c, i) => $"{c.Text} with sum as x{i}"));
            var answer = await numbers.GetAsync(
                "decimals",
                [KeyValuePair.Create("$apply", $"filter(id ge {first} and id lt {first + Rows})/aggregate({sums})")],
                limits: Limits);

            Assert.True(answer.Status == 200, answer.Text);
            var row = Assert.Single(answer.Rows);
            for (var i = 0; i < Together; i++)
            {
                var rule = summed[i];
                var operands = Enumerable.Range(first, Rows)
                    .Where(id => rule.Column == "id" || NumberData.ColumnOf(NumberData.Decimals[id]) == rule.Column)
                    .Select(id => rule.Column == "id" ? new Exact(id, 0) : Exact.Parse(NumberData.Decimals[id])).ToList();
                if (operands.Count == 0)
                {
                    Assert.Equal(JsonValueKind.Null, row.GetProperty($"x{i}").ValueKind);
                    continue;
                }

                var sum = operands.Select(rule.Result).Aggregate((a, b) => a + b);
                var isExact = operands.All(rule.IsExactFor) && rule.Fits(sum);
                AssertNumber(sum, isExact, row.GetProperty($"x{i}"), $"the sum of {rule.Text}", operands.Sum(rule.Magnitude));
                exact += isExact ? 1 : 0;
            }
        }

        Assert.True(exact > requests * Together / 4, $"Only {exact} were exact.");
    }

    private async Task<int> CountAsync(string filter)
    {
        var answer = await numbers.GetAsync("decimals/$count", [KeyValuePair.Create("$filter", filter)], limits: Limits);
        Assert.True(answer.Status == 200, $"{answer.Text}: {filter}");
        return int.Parse(answer.Text, CultureInfo.InvariantCulture);
    }

    private static string Beside(string text, int side)
    {
        var value = Exact.Parse(text);
        return (value + new Exact(side, value.Scale + 1)).ToDigits();
    }

    private static void AssertNumber(Exact expected, bool isExact, JsonElement actual, string what, double magnitude)
    {
        if (isExact)
        {
            Assert.True(expected == Exact.Parse(actual.GetRawText()), $"{what} is {actual.GetRawText()}, not {expected}.");
        }
        else if (actual.ValueKind != JsonValueKind.Null || !what.Contains(" mod ", StringComparison.Ordinal))
        {
            Assert.True(
                Math.Abs(actual.GetDouble() - expected.ToDouble()) <= 1e-9 * magnitude,
                $"{what} is {actual.GetRawText()}, which is not near {expected}.");
        }
    }
}
