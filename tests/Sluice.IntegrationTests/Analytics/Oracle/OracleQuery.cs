namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>Answers requests over rows in memory, step by step, in the simplest way.</summary>
internal sealed class OracleQuery(OracleData data)
{
    private static readonly Dictionary<string, OracleRow> NoRows = new(StringComparer.Ordinal);

    /// <summary>The rows of a request, each as paths and values.</summary>
    public List<OracleRow> Answer(string set, IReadOnlyDictionary<string, string> options) =>
        Answer([.. data[set]], data.Keys[set], options);

    private List<OracleRow> Answer(List<OracleRow> rows, string[] key, IReadOnlyDictionary<string, string> options)
    {
        if (options.TryGetValue("$apply", out var apply))
        {
            var parser = new OracleParser(data, apply);
            do
            {
                (rows, key) = Transform(parser, rows, key);
            }
            while (parser.Take("/"));
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

    private (List<OracleRow> Rows, string[] Key) Transform(OracleParser parser, List<OracleRow> rows, string[] key)
    {
        var name = parser.Next();
        parser.Expect("(");
        switch (name)
        {
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
                List<string> paths = [];
                List<OracleParser.Value> values = [];
                do
                {
                    var path = parser.Path();
                    paths.Add(path);
                    values.Add(new OracleParser(data, path).Expression());
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
                var groups = rows.GroupBy(r => values.Select(v => v(r, NoRows)).ToArray(), new SameValues());
                return ([.. groups.Select(g => Group([.. paths.Zip(g.Key, KeyValuePair.Create)], [.. g], aggregates))], [.. paths]);
            default:
                throw new OracleException($"no transformation {name}");
        }
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
        "Sluice.median" => Median([.. values.Select(OracleValues.Double).Order()]),
        _ => throw new OracleException($"no method {method}"),
    };

    private static double Median(List<double> sorted) => sorted.Count % 2 == 1
        ? sorted[sorted.Count / 2]
        : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    private static OracleRow Group(
        IEnumerable<KeyValuePair<string, object?>> keys, List<OracleRow> rows,
        IEnumerable<Func<List<OracleRow>, KeyValuePair<string, object?>>> aggregates) =>
        new OracleRow(null, []).With(keys).With(aggregates.Select(a => a(rows)));

    private List<OracleRow> Order(List<OracleRow> rows, string? text, string[] key)
    {
        List<(OracleParser.Value Value, bool Descending)> order = [];
        if (text is not null)
        {
            var parser = new OracleParser(data, text);
            do
            {
                var value = parser.Expression();
                order.Add((value, parser.Take("desc")));
                parser.Take("asc");
            }
            while (parser.Take(","));
            parser.ExpectEnd();
        }

        order.AddRange(key.Select(k => ((OracleParser.Value)((it, _) => it[k]), false)));
        rows = [.. rows];
        rows.Sort((a, b) => order
            .Select(o => OracleValues.Compare(o.Value(a, NoRows), o.Value(b, NoRows)) * (o.Descending ? -1 : 1))
            .FirstOrDefault(c => c != 0));
        return rows;
    }

    private OracleRow Select(OracleRow row, IReadOnlyDictionary<string, string> options)
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
                var all = Answer(rows, key, inner.Where(o => o.Key == "$filter").ToDictionary()).Count;
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
