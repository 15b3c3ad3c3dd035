namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>Answers requests over rows in memory, step by step, in the simplest way.</summary>
internal sealed class OracleQuery(OracleData data)
{
    private static readonly Dictionary<string, OracleRow> NoRows = new(StringComparer.Ordinal);

    /// <summary>The rows of a request, each as paths and values.</summary>
    public List<OracleRow> Answer(string set, IReadOnlyDictionary<string, string> options) =>
        Answer([.. data[set]], data.Keys[set], Resolved(options));

    // A parameter alias is replaced by its value, as text; one without a value is null.
    private static Dictionary<string, string> Resolved(IReadOnlyDictionary<string, string> options) => options
        .Where(o => o.Key[0] != '@')
        .ToDictionary(o => o.Key, o => string.Join('\'', o.Value.Split('\'').Select((t, i) => i % 2 == 1 || o.Key == "$search" ? t
            : System.Text.RegularExpressions.Regex.Replace(t, @"@\w+", m =>
                options.TryGetValue(m.Value, out var value) ? value.Contains(' ') ? $"({value})" : value : "null"))));

    private List<OracleRow> Answer(List<OracleRow> rows, string[] key, Dictionary<string, string> options)
    {
        if (options.TryGetValue("$apply", out var apply))
        {
            var parser = new OracleParser(data, apply);
            (rows, key) = Chain(parser, rows, key);
            parser.ExpectEnd();
        }

        if (options.TryGetValue("$compute", out var compute))
        {
            rows = Compute(new OracleParser(data, compute), rows, isWhole: true);
        }

        if (options.TryGetValue("$filter", out var filter))
        {
            var condition = Whole(filter);
            rows = [.. rows.Where(r => condition(r, NoRows) is true)];
        }

        if (options.TryGetValue("$search", out var search))
        {
            var found = new OracleParser(data, search).Search();
            rows = [.. rows.Where(r => found(r, NoRows) is true)];
        }

        rows = Order(rows, options.GetValueOrDefault("$orderby"), key);
        rows = [.. rows.Skip(int.Parse(options.GetValueOrDefault("$skip", "0"), null))
            .Take(int.Parse(options.GetValueOrDefault("$top", "1000000"), null))];
        return [.. rows.Select(r => Select(r, options))];
    }

    private OracleParser.Value Whole(string text)
    {
        var parser = new OracleParser(data, text);
        var value = parser.Expression();
        parser.ExpectEnd();
        return value;
    }

    private (List<OracleRow> Rows, string[] Key) Chain(OracleParser parser, List<OracleRow> rows, string[] key)
    {
        do
        {
            (rows, key) = Transform(parser, rows, key);
        }
        while (parser.Take("/"));
        return (rows, key);
    }

    private (List<OracleRow> Rows, string[] Key) Transform(OracleParser parser, List<OracleRow> rows, string[] key)
    {
        var name = parser.Next();
        if (name == "identity")
        {
            return (rows, key);
        }

        parser.Expect("(");
        switch (name)
        {
            case "search":
                var found = parser.Search();
                parser.Expect(")");
                return ([.. rows.Where(r => found(r, NoRows) is true)], key);
            case "concat":
                return (Together(Branches(parser, rows, key)), []);
            case "orderby":
                var order = Orders(parser, key);
                parser.Expect(")");
                return (Sort(rows, order), []);
            case "top" or "skip":
                var number = int.Parse(parser.Next(), null);
                parser.Expect(")");
                rows = Order(rows, null, key);
                return ([.. name == "top" ? rows.Take(number) : rows.Skip(number)], []);
            case "topcount" or "bottomcount" or "topsum" or "bottomsum" or "toppercent" or "bottompercent":
                return (Tops(name, parser, rows, key), []);
            case "filter":
                var condition = parser.Expression();
                parser.Expect(")");
                return ([.. rows.Where(r => condition(r, NoRows) is true)], key);
            case "compute":
                rows = Compute(parser, rows, isWhole: false);
                parser.Expect(")");
                return (rows, key);
            case "aggregate":
                return ([Group([], rows, Aggregates(parser))], []);
            case "groupby":
                parser.Expect("(");
                List<List<string>> levels = [[]];
                do
                {
                    var names = Level(parser.Path(), parser);
                    levels = [.. levels.SelectMany(l => names.Select(p => (List<string>)[.. l, .. p]))];
                }
                while (parser.Take(","));
                parser.Expect(")");
                List<Func<List<OracleRow>, KeyValuePair<string, object?>>> aggregates = [];
                if (parser.Take(","))
                {
                    parser.Expect("aggregate");
                    parser.Expect("(");
                    aggregates = Aggregates(parser);
                }

                parser.Expect(")");
                return levels is [var only]
                    ? (Groups(rows, only, aggregates), [.. only])
                    : (Together([.. levels.Select(l => Order(Groups(rows, l, aggregates), null, [.. l]))]), []);
            default:
                throw new OracleException($"no transformation {name}");
        }
    }

    // The names of a rollup, the finest level first; otherwise the name itself.
    private static List<List<string>> Level(string path, OracleParser parser)
    {
        if (path != "rollup")
        {
            return [[path]];
        }

        List<string> names = [];
        parser.Expect("(");
        do
        {
            names.Add(parser.Path());
        }
        while (parser.Take(","));
        parser.Expect(")");
        var least = names.Remove("$all") ? 0 : 1;
        return [.. Enumerable.Range(least, names.Count - least + 1).Reverse().Select(n => names.Take(n).ToList())];
    }

    private List<OracleRow> Groups(
        List<OracleRow> rows, List<string> paths, List<Func<List<OracleRow>, KeyValuePair<string, object?>>> aggregates)
    {
        if (paths.Count == 0)
        {
            return [Group([], rows, aggregates)];
        }

        var values = paths.Select(p => new OracleParser(data, p).Expression()).ToList();
        return [.. rows.GroupBy(r => values.Select(v => v(r, NoRows)).ToArray(), new SameValues())
            .Select(g => Group([.. paths.Zip(g.Key, KeyValuePair.Create)], [.. g], aggregates))];
    }

    private List<List<OracleRow>> Branches(OracleParser parser, List<OracleRow> rows, string[] key)
    {
        List<List<OracleRow>> branches = [];
        do
        {
            var (branch, branchKey) = Chain(parser, rows, key);
            branches.Add(Order(branch, null, branchKey));
        }
        while (parser.Take(","));
        parser.Expect(")");
        return branches;
    }

    // The rows of all branches with all properties of any of them.
    private static List<OracleRow> Together(List<List<OracleRow>> branches)
    {
        var names = branches.SelectMany(b => b.Take(1)).SelectMany(r => r.Values.Keys).Distinct().ToList();
        return [.. branches.SelectMany(b => b).Select(r => new OracleRow(null, []).With(
            names.Select(n => KeyValuePair.Create(n, r.Values.GetValueOrDefault(n)))))];
    }

    private static List<OracleRow> Tops(string name, OracleParser parser, List<OracleRow> rows, string[] key)
    {
        var limit = OracleValues.Double(parser.Expression()(new OracleRow(null, []), NoRows)!);
        parser.Expect(",");
        var value = parser.Expression();
        parser.Expect(")");
        var sorted = Sort(rows, [(value, name[0] == 't'), .. Keys(key)]);
        if (name.EndsWith("count", StringComparison.Ordinal))
        {
            return [.. sorted.Take((int)limit)];
        }

        var numbers = sorted.Select(r => value(r, NoRows) is { } number ? OracleValues.Double(number) : 0).ToList();
        limit = name.EndsWith("percent", StringComparison.Ordinal) ? limit * numbers.Sum() / 100 : limit;
        return [.. sorted.Where((_, i) => i == 0 || numbers.Take(i).Sum() < limit)];
    }

    private static List<OracleRow> Compute(OracleParser parser, List<OracleRow> rows, bool isWhole)
    {
        List<(string Name, OracleParser.Value Value)> computed = [];
        do
        {
            var value = parser.Expression();
            parser.Expect("as");
            computed.Add((parser.Next(), value));
        }
        while (parser.Take(","));
        if (isWhole)
        {
            parser.ExpectEnd();
        }

        return [.. rows.Select(r => r.With(computed.Select(c => KeyValuePair.Create(c.Name, c.Value(r, NoRows)))))];
    }

    private static List<Func<List<OracleRow>, KeyValuePair<string, object?>>> Aggregates(OracleParser parser)
    {
        List<Func<List<OracleRow>, KeyValuePair<string, object?>>> aggregates = [];
        do
        {
            if (parser.Take("$count"))
            {
                parser.Expect("as");
                var alias = parser.Next();
                aggregates.Add(rows => KeyValuePair.Create<string, object?>(alias, (long)rows.Count));
            }
            else
            {
                var value = parser.Expression();
                parser.Expect("with");
                var method = parser.Next();
                parser.Expect("as");
                var alias = parser.Next();
                aggregates.Add(
                    rows => KeyValuePair.Create(alias, Aggregate(method, [.. rows.Select(r => value(r, NoRows)).OfType<object>()])));
            }
        }
        while (parser.Take(","));
        parser.Expect(")");
        return aggregates;
    }

    private static object? Aggregate(string method, List<object> values) => method switch
    {
        "countdistinct" => (long)values.Distinct(new SameValue()).Count(),
        _ when values.Count == 0 => null,
        "sum" => values.Aggregate((a, b) => OracleValues.Arithmetic("add", a, b)!),
        "min" => values.Aggregate((a, b) => OracleValues.Order(a, b) <= 0 ? a : b),
        "max" => values.Aggregate((a, b) => OracleValues.Order(a, b) >= 0 ? a : b),
        "average" => values.Average(OracleValues.Double),
        "Sluice.median" => Percentile(0.5, [.. values.Select(OracleValues.Double).Order()]),
        "Sluice.stdev" => Deviation([.. values.Select(OracleValues.Double)]),
        _ when method.StartsWith("Sluice.percentile", StringComparison.Ordinal) => Percentile(
            int.Parse(method["Sluice.percentile".Length..], null) / 100.0, [.. values.Select(OracleValues.Double).Order()]),
        _ => throw new OracleException($"no method {method}"),
    };

    private static double Percentile(double share, List<double> sorted)
    {
        var place = (sorted.Count - 1) * share;
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }

    private static double? Deviation(List<double> values) => values.Count == 1
        ? null
        : Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Count - 1));

    private static OracleRow Group(
        IEnumerable<KeyValuePair<string, object?>> keys, List<OracleRow> rows,
        IEnumerable<Func<List<OracleRow>, KeyValuePair<string, object?>>> aggregates) =>
        new OracleRow(null, []).With(keys).With(aggregates.Select(a => a(rows)));

    private List<OracleRow> Order(List<OracleRow> rows, string? text, string[] key)
    {
        if (text is null)
        {
            return Sort(rows, Keys(key));
        }

        var parser = new OracleParser(data, text);
        var order = Orders(parser, key);
        parser.ExpectEnd();
        return Sort(rows, order);
    }

    private static List<(OracleParser.Value Value, bool Descending)> Orders(OracleParser parser, string[] key)
    {
        List<(OracleParser.Value Value, bool Descending)> order = [];
        do
        {
            var value = parser.Expression();
            order.Add((value, parser.Take("desc")));
            parser.Take("asc");
        }
        while (parser.Take(","));
        return [.. order, .. Keys(key)];
    }

    private static List<(OracleParser.Value Value, bool Descending)> Keys(string[] key) =>
        [.. key.Select(k => ((OracleParser.Value)((it, _) => it[k]), false))];

    // Rows that are equal in the order stay as they are.
    private static List<OracleRow> Sort(List<OracleRow> rows, List<(OracleParser.Value Value, bool Descending)> order) =>
        [.. rows.Order(Comparer<OracleRow>.Create((a, b) => order
            .Select(o => OracleValues.Compare(o.Value(a, NoRows), o.Value(b, NoRows)) * (o.Descending ? -1 : 1))
            .FirstOrDefault(c => c != 0)))];

    private OracleRow Select(OracleRow row, Dictionary<string, string> options)
    {
        var selected = options.TryGetValue("$select", out var select) && select != "*" ? select.Split(',') : null;
        var result = new OracleRow(null, []).With(row.Values.Where(v =>
            selected is null || selected.Any(s => v.Key == s || v.Key.StartsWith(s + "/", StringComparison.Ordinal))));
        if (!options.TryGetValue("$expand", out var expand))
        {
            return result;
        }

        var ways = expand == "*"
            ? data.Ways(row.Set!).Select(w => KeyValuePair.Create(w, new Dictionary<string, string>()))
            : Parts(expand, ',').Select(Expanded);
        foreach (var (name, inner) in ways.OrderBy(w => data.IsMany(row.Set!, w.Key)))
        {
            var rows = data.Follow(row, name).ToList();
            var key = data.Keys[data.Target(row.Set!, name)];
            if (data.IsMany(row.Set!, name))
            {
                var all = Answer(rows, key, inner.Where(o => o.Key is "$filter" or "$search").ToDictionary()).Count;
                result = result.With(inner.GetValueOrDefault("$count") == "true"
                    ? [KeyValuePair.Create<string, object?>($"{name}@odata.count", (long)all)]
                    : []);
                result = result.With([KeyValuePair.Create<string, object?>(name, Answer(rows, key, inner))]);
            }
            else
            {
                result = result.With(Answer(rows, key, inner) is [var one, ..]
                    ? one.Values.Select(v => KeyValuePair.Create($"{name}/{v.Key}", v.Value))
                    : [KeyValuePair.Create<string, object?>(name, null)]);
            }
        }

        return result;
    }

    private static KeyValuePair<string, Dictionary<string, string>> Expanded(string item)
    {
        var parts = item.Split('(', 2);
        return KeyValuePair.Create(
            parts[0], parts.Length == 1 ? [] : Parts(parts[1][..^1], ';').Select(o => o.Split('=', 2)).ToDictionary(o => o[0], o => o[1]));
    }

    // The parts between separators; a separator in a literal or in parentheses does not count.
    private static IEnumerable<string> Parts(string text, char separator)
    {
        var part = "";
        foreach (var piece in text.Split(separator))
        {
            part = part.Length == 0 ? piece : $"{part}{separator}{piece}";
            var outside = string.Concat(part.Split('\'').Where((_, i) => i % 2 == 0));
            if (part.Count(c => c == '\'') % 2 == 0 && outside.Count(c => c == '(') == outside.Count(c => c == ')'))
            {
                yield return part;
                part = "";
            }
        }
    }

    private sealed class SameValue : IEqualityComparer<object?>
    {
        bool IEqualityComparer<object?>.Equals(object? x, object? y) => OracleValues.AreEqual(x, y);

        public int GetHashCode(object? value) => value switch
        {
            null => 0,
            _ when OracleValues.IsNumber(value) => OracleValues.Double(value).GetHashCode(),
            _ => value.GetHashCode(),
        };
    }

    private sealed class SameValues : IEqualityComparer<object?[]>
    {
        private static readonly SameValue One = new();

        public bool Equals(object?[]? x, object?[]? y) => x!.SequenceEqual(y!, One);

        public int GetHashCode(object?[] values) => values.Aggregate(0, (h, v) => HashCode.Combine(h, One.GetHashCode(v)));
    }
}
