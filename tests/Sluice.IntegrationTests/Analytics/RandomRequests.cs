using System.Globalization;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Makes texts of <c>$filter</c> and <c>$apply</c> over the items. Most of them have the right types.</summary>
/// <param name="seed">The seed of the random choices.</param>
/// <param name="hasMedian">Whether they may ask for a median.</param>
/// <param name="hasExtremes">Whether they may ask for minimum and maximum of decimals.</param>
internal sealed class RandomRequests(int seed, bool hasMedian, bool hasExtremes)
{
    private static readonly string[] Texts = ["'chair'", "'a'", "''", "'l''été'", "'%'", "'e'", "'Chair'", "'ÄR'", "null"];
    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le"];
    private static readonly string[] Groups = ["name", "active", "qty", "owner/city", "day", "owner_id", "owner/since"];

    private readonly string[] methods =
        ["sum", "min", "max", "average", "countdistinct", "Sluice.stdev",
            .. hasMedian ? ["Sluice.median", "Sluice.percentile90"] : Array.Empty<string>()];
    private readonly Random random = new(seed);

    /// <summary>A condition.</summary>
    public string Condition(int depth = 3) => depth == 0
        ? Comparison(0)
        : random.Next(13) switch
        {
            10 => $"case({Condition(depth - 1)}:{Condition(0)},true:{Condition(0)})",
            11 => $"at {Pick("add", "sub")} duration'P{random.Next(3)}DT{random.Next(30)}H' {Pick(Comparisons)} "
                + $"2024-02-2{random.Next(10)}T00:00:00Z",
            0 => $"({Condition(depth - 1)} and {Condition(depth - 1)})",
            1 => $"({Condition(depth - 1)} or {Condition(depth - 1)})",
            2 or 3 => $"not ({Condition(depth - 1)})",
            4 => $"(({Condition(depth - 1)}) {Pick("eq", "ne")} ({Condition(depth - 1)}))",
            5 => $"{Pick("contains", "startswith", "endswith")}({Text(depth - 1)},{Text(depth - 1)})",
            6 => $"{Text(depth - 1)} in ({Pick(Texts)},{Pick(Texts)})",
            7 => $"{Pick("qty", "price", "ratio")} in ({random.Next(9)},{random.Next(9)}.5,{Pick("null", "3", "0.125", "1e30")})",
            8 => $"events/{Pick("any", "all")}(e: "
                + Pick("e/kind eq 'sale'", "e/amount gt 40", "contains(e/kind,'a')", "e/owner/city eq null", "e/owner_id ge qty") + ")",
            9 => Pick("active", "active eq null", "active ne true", "events/any()"),
            _ => Comparison(depth - 1),
        };

    /// <summary>A chain of transformations.</summary>
    public string Apply()
    {
        List<string> steps = [];
        if (random.Next(2) == 0)
        {
            steps.Add($"filter({Condition(1)})");
        }

        var isComputed = random.Next(3) == 0;
        if (isComputed)
        {
            steps.Add($"compute({Number(1)} as x,{Text(1)} as t)");
        }

        if (random.Next(4) == 0)
        {
            steps.Add(Pick(
                "identity", "topcount(20,price)", "bottomcount(30,qty)", "topsum(300,price)", "topsum(40,id)",
                "orderby(ratio desc)/top(25)", "orderby(name,id)/skip(10)", "search(a)", "search(NOT chair)"));
        }

        var first = random.Next(Groups.Length);
        var second = (first + 1 + random.Next(Groups.Length - 1)) % Groups.Length;
        var keys = random.Next(2) == 0 ? Groups[first] : $"{Groups[first]},{Groups[second]}";
        var measure = isComputed ? "x" : Number(1);
        var aggregates = $"aggregate({measure} with {Pick(methods)} as a,$count as n,{Measure(Pick("price", "qty", "ratio", "id"))} as b)";
        // The oracle knows the properties of a branch only from its rows.
        var isWhole = !steps.Any(s => s.StartsWith("filter", StringComparison.Ordinal));
        steps.Add(random.Next(5) switch
        {
            0 => aggregates,
            2 when hasExtremes && isWhole => $"groupby((rollup($all,{keys})),{aggregates})",
            3 when hasExtremes && isWhole => $"concat(groupby(({keys}),{aggregates}),{aggregates})",
            1 when isComputed => $"groupby((t),{aggregates})",
            _ => $"groupby(({keys}),{aggregates})",
        });
        if (random.Next(3) == 0)
        {
            steps.Add(
                Pick("filter(n gt 2)", "filter(a ne null)", "compute(n mul 2 as m)", "aggregate(n with sum as total,$count as groups)"));
        }

        return string.Join('/', steps);
    }

    private string Measure(string value) =>
        $"{value} with {Pick([.. methods.Where(m => hasExtremes || value != "price" || m is not ("min" or "max"))])}";

    /// <summary>What is expanded beside the items: events with options of their own, the owner, or both.</summary>
    public string Expand()
    {
        List<string> options = [];
        if (random.Next(2) == 0)
        {
            options.Add($"$filter={EventCondition(2)}");
        }

        if (random.Next(4) == 0)
        {
            options.Add($"$search={Pick("sale", "a OR view", "NOT sale")}");
        }

        if (random.Next(2) == 0)
        {
            var key = Pick("amount", "kind", "owner/city", "owner/since", "amount mul -1", "length(kind)", "owner/items/$count");
            options.Add($"$orderby={key}{Pick("", " desc")}{Pick("", ",kind desc", ",amount")}");
        }

        options.AddRange(((string[])[$"$top={random.Next(4)}", $"$skip={random.Next(3)}", $"$count={Pick("true", "false")}",
            $"$select={Pick("kind", "kind,amount", "item_id,_row", "*")}"])
            .Where(_ => random.Next(3) == 0));
        var events = options.Count == 0 ? "events" : $"events({string.Join(';', options)})";
        return random.Next(4) switch
        {
            0 => $"owner,{events}",
            1 => $"{events},owner($select=city)",
            _ => events,
        };
    }

    /// <summary>The same text, most likely with an error in it.</summary>
    public string Broken(string text)
    {
        for (var i = random.Next(1, 4); i > 0 && text.Length > 2; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Pick("(", ")", "'", ",", "/", " ", "\0", "$", "@", "-", "\"", ";", "é", " and ", " eq ", "null", "9")),
                2 => text[..at] + text[random.Next(text.Length)..],
                _ => text[at..] + text[..at],
            };
        }

        return text;
    }

    private string EventCondition(int depth) => depth == 0
        ? Pick(
            "kind eq 'sale'", "amount gt 40", "owner/city eq 'Porto'", "contains(kind,'a')", "owner_id eq null", "item/qty lt amount",
            "item_id gt owner_id",
            "owner/items/any(i: i/qty gt 5)", "startswith(item/name,'c')", "item/owner/city eq owner/city", "kind in ('view',null)",
            "kind eq 'a;b,(c''d'")
        : random.Next(3) switch
        {
            0 => $"not ({EventCondition(depth - 1)})",
            1 => $"({EventCondition(depth - 1)} {Pick("and", "or")} {EventCondition(depth - 1)})",
            _ => EventCondition(0),
        };

    private string Comparison(int depth) => random.Next(6) switch
    {
        0 => $"{Text(depth)} {Pick(Comparisons)} {Text(depth)}",
        1 => $"{Date(depth)} {Pick(Comparisons)} {Date(depth)}",
        2 => $"at {Pick(Comparisons)} 2024-02-2{random.Next(10)}T1{random.Next(10)}:00:00Z",
        3 => $"owner/city {Pick(Comparisons)} {Pick("'Porto'", "'Lyon'", "null", "name")}",
        _ => $"{Number(depth)} {Pick(Comparisons)} {Number(depth)}",
    };

    private string Number(int depth) => depth == 0
        ? Pick("qty", "price", "ratio", "id", "owner_id", "2", "0", "-3", "1.5", "null", "2.5e0", "38.545734", "0.1", "-0.25e-1", "0.5d",
            "99999999999999999999", "big", "owner/id", "events/$count")
        : random.Next(9) switch
        {
            7 => $"(qty divby {Number(0)})",
            0 => $"({Number(depth - 1)} {Pick("add", "sub", "mul", "div", "mod")} {Number(depth - 1)})",
            1 => $"(qty {Pick("add", "sub", "mul", "div", "mod")} {random.Next(5).ToString(CultureInfo.InvariantCulture)})",
            2 => $"length({Text(depth - 1)})",
            3 => $"{Pick("round", "floor", "ceiling")}({Pick("price", "ratio")})",
            4 => $"{Pick("year", "month", "day")}({Date(depth - 1)})",
            5 => $"indexof({Text(depth - 1)},{Text(depth - 1)})",
            6 => $"{Pick("hour", "minute", "second")}({Pick("at", "opens")})",
            _ => Number(0),
        };

    private string Text(int depth) => depth == 0
        ? Pick("name", "owner/city", "name", Pick(Texts))
        : random.Next(6) switch
        {
            0 => $"{Pick("tolower", "toupper", "trim")}({Text(depth - 1)})",
            1 => $"concat({Text(depth - 1)},{Text(depth - 1)})",
            2 => $"substring({Text(depth - 1)},{random.Next(-1, 4).ToString(CultureInfo.InvariantCulture)})",
            3 => $"substring({Text(depth - 1)},{random.Next(3).ToString(CultureInfo.InvariantCulture)},{Pick("1", "2", "qty")})",
            _ => Text(0),
        };

    private string Date(int depth) => depth == 0 || random.Next(2) == 0
        ? Pick("day", $"2024-0{random.Next(1, 10).ToString(CultureInfo.InvariantCulture)}-11", "owner/since", "null")
        : "date(at)";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
