using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>
/// Parses the texts of OData's options into functions over rows: a second implementation of the standard that shares no code with the
/// first.
/// </summary>
internal sealed partial class OracleParser
{
    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le"];

    private readonly OracleData data;
    private readonly List<string> tokens;
    private int at;

    public OracleParser(OracleData data, string text)
    {
        this.data = data;
        tokens = [.. Token().Matches(text).Select(m => m.Value)];
        if (string.Concat(tokens).Length != Space().Replace(OutsideLiterals(text), "").Length + LiteralLength(text))
        {
            throw new OracleException("not all of it is known");
        }
    }

    public delegate object? Value(OracleRow it, IReadOnlyDictionary<string, OracleRow> rows);

    public bool IsAtEnd => at == tokens.Count;

    public string Peek => at < tokens.Count ? tokens[at] : "";

    public string Next() => at < tokens.Count ? tokens[at++] : throw new OracleException("ends too early");

    public bool Take(string token)
    {
        if (Peek != token)
        {
            return false;
        }

        at++;
        return true;
    }

    public void Expect(string token)
    {
        if (!Take(token))
        {
            throw new OracleException($"{token} expected, not {Peek}");
        }
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw new OracleException($"{Peek} is too much");
        }
    }

    public Value Expression()
    {
        var left = And();
        while (Take("or"))
        {
            var (a, b) = (left, And());
            left = (it, rows) => (Bool(a(it, rows)), Bool(b(it, rows))) switch
            {
                (true, _) or (_, true) => true,
                (false, false) => false,
                _ => null,
            };
        }

        return left;
    }

    public string Path()
    {
        var path = Next();
        while (Take("/"))
        {
            path += "/" + Next();
        }

        return path;
    }

    private Value And()
    {
        var left = Equality();
        while (Take("and"))
        {
            var (a, b) = (left, Equality());
            left = (it, rows) => (Bool(a(it, rows)), Bool(b(it, rows))) switch
            {
                (false, _) or (_, false) => false,
                (true, true) => true,
                _ => null,
            };
        }

        return left;
    }

    private Value Equality()
    {
        var left = Relation();
        while (Peek is "eq" or "ne")
        {
            left = Compare(Next(), left, Relation());
        }

        return left;
    }

    private Value Relation()
    {
        var left = Sum();
        while (true)
        {
            if (Take("in"))
            {
                Expect("(");
                List<Value> list = [Sum()];
                while (Take(","))
                {
                    list.Add(Sum());
                }

                Expect(")");
                var value = left;
                left = (it, rows) => list.Any(v => OracleValues.AreEqual(value(it, rows), v(it, rows)));
            }
            else if (Comparisons.Contains(Peek) && Peek is not ("eq" or "ne"))
            {
                left = Compare(Next(), left, Sum());
            }
            else
            {
                return left;
            }
        }
    }

    private static Value Compare(string operation, Value a, Value b) => (it, rows) =>
    {
        var (x, y) = (a(it, rows), b(it, rows));
        return operation switch
        {
            "eq" => OracleValues.AreEqual(x, y),
            "ne" => !OracleValues.AreEqual(x, y),
            _ when x is null || y is null => false,
            "gt" => OracleValues.Order(x, y) > 0,
            "ge" => OracleValues.Order(x, y) >= 0,
            "lt" => OracleValues.Order(x, y) < 0,
            _ => OracleValues.Order(x, y) <= 0,
        };
    };

    private Value Sum()
    {
        var left = Product();
        while (Peek is "add" or "sub")
        {
            var (operation, a, b) = (Next(), left, Product());
            left = (it, rows) => OracleValues.Arithmetic(operation, a(it, rows), b(it, rows));
        }

        return left;
    }

    private Value Product()
    {
        var left = Unary();
        while (Peek is "mul" or "div" or "mod" or "divby")
        {
            var (operation, a, b) = (Next(), left, Unary());
            left = (it, rows) => OracleValues.Arithmetic(operation, a(it, rows), b(it, rows));
        }

        return left;
    }

    private Value Unary()
    {
        if (Take("not"))
        {
            var operand = Unary();
            return (it, rows) => !Bool(operand(it, rows));
        }

        if (Take("-"))
        {
            var operand = Unary();
            return (it, rows) => OracleValues.Negate(operand(it, rows));
        }

        return Primary();
    }

    private Value Primary()
    {
        var token = Next();
        if (token == "(")
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }

        if (Literal(token, out var literal))
        {
            return (_, _) => literal;
        }

        if (Take("("))
        {
            return Function(token);
        }

        List<string> path = [token];
        while (Take("/"))
        {
            var name = Next();
            if (name == "$count")
            {
                return (it, rows) => (long)Rows(path, it, rows).Count();
            }

            if (name is "any" or "all" && Take("("))
            {
                return Lambda(path, name);
            }

            path.Add(name);
        }

        return (it, rows) => Property(path, it, rows);
    }

    private Value Function(string name)
    {
        if (name is "cast" or "isof")
        {
            var value = Expression();
            Expect(",");
            var type = Next();
            Expect(")");
            return name == "cast"
                ? (it, rows) => OracleValues.Cast(value(it, rows), type)
                : (it, rows) => OracleValues.IsOf(value(it, rows), type);
        }

        if (name == "case")
        {
            return Case();
        }

        List<Value> arguments = [];
        while (!Take(")"))
        {
            arguments.Add(Expression());
            Take(",");
        }

        return (it, rows) => OracleValues.Call(name, [.. arguments.Select(a => a(it, rows))]);
    }

    private Value Case()
    {
        List<(Value Condition, Value Value)> cases = [];
        do
        {
            var condition = Expression();
            Expect(":");
            cases.Add((condition, Expression()));
        }
        while (Take(","));
        Expect(")");
        return (it, rows) => cases.FirstOrDefault(c => Bool(c.Condition(it, rows)) == true).Value?.Invoke(it, rows);
    }

    private Value Lambda(List<string> path, string kind)
    {
        if (Take(")"))
        {
            return (it, rows) => Rows(path, it, rows).Any();
        }

        var variable = Next();
        Expect(":");
        var body = Expression();
        Expect(")");
        return (it, rows) =>
        {
            var results = Rows(path, it, rows)
                .Select(r => Bool(body(it, new Dictionary<string, OracleRow>(rows, StringComparer.Ordinal) { [variable] = r })) == true);
            return kind == "any" ? results.Any(r => r) : results.All(r => r);
        };
    }

    private object? Property(List<string> path, OracleRow it, IReadOnlyDictionary<string, OracleRow> rows)
    {
        if (it.Values.TryGetValue(string.Join('/', path), out var direct))
        {
            return direct;
        }

        OracleRow? row = rows.TryGetValue(path[0], out var variable) ? variable : it;
        foreach (var step in path.Skip(variable is null ? 0 : 1).SkipLast(1))
        {
            row = row is null ? null : data.Follow(row, step).FirstOrDefault();
        }

        return row is null ? null : row.Values.TryGetValue(path[^1], out var value) ? value : throw new OracleException($"no {path[^1]}");
    }

    private IEnumerable<OracleRow> Rows(List<string> path, OracleRow it, IReadOnlyDictionary<string, OracleRow> rows)
    {
        IEnumerable<OracleRow> found = [rows.TryGetValue(path[0], out var variable) ? variable : it];
        return path.Skip(variable is null ? 0 : 1).Aggregate(found, (all, step) => all.SelectMany(r => data.Follow(r, step)));
    }

    private static bool? Bool(object? value) => value switch
    {
        null => null,
        bool b => b,
        _ => throw new OracleException("no condition"),
    };

    private static bool Literal(string token, out object? value)
    {
        value = token switch
        {
            "null" => null,
            "true" => true,
            "false" => false,
            ['\'', .. var text, '\''] => text.Replace("''", "'", StringComparison.Ordinal),
            _ when DateTimeText().IsMatch(token) => DateTimeOffset.Parse(token, CultureInfo.InvariantCulture).UtcDateTime,
            _ when DateText().IsMatch(token) => DateOnly.Parse(token, CultureInfo.InvariantCulture),
            _ when TimeText().IsMatch(token) => TimeOnly.Parse(token, CultureInfo.InvariantCulture),
            _ when WholeText().IsMatch(token) => OracleValues.Number(System.Numerics.BigInteger.Parse(token, CultureInfo.InvariantCulture)),
            _ when DoubleText().IsMatch(token) => double.Parse(token[..^1], CultureInfo.InvariantCulture),
            _ when DecimalText().IsMatch(token) => Exact.Parse(token.TrimEnd('M', 'm')),
            ['d', 'u', 'r', 'a', 't', 'i', 'o', 'n', '\'', .. var text, '\''] => System.Xml.XmlConvert.ToTimeSpan(text),
            _ => typeof(OracleParser),
        };
        return value as Type != typeof(OracleParser);
    }

    private static string OutsideLiterals(string text) => Quoted().Replace(text, "");

    private static int LiteralLength(string text) => Quoted().Matches(text).Sum(m => m.Length);

    [GeneratedRegex(
        @"""[^""]*""|(duration)?'(?:[^']|'')*'|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?|\d\d:\d\d(:\d\d(\.\d+)?)?"
        + @"|\d+(\.\d+)?([eE][+-]?\d+)?[MmDd]?|[$\w][\w.]*|[(),/:\-*]")]
    private static partial Regex Token();

    [GeneratedRegex(@"""[^""]*""|'(?:[^']|'')*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s")]
    private static partial Regex Space();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT")]
    private static partial Regex DateTimeText();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$")]
    private static partial Regex DateText();

    [GeneratedRegex(@"^\d\d:\d\d")]
    private static partial Regex TimeText();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex WholeText();

    [GeneratedRegex(@"^\d+(\.\d+)?([eE][+-]?\d+)?[Mm]?$")]
    private static partial Regex DecimalText();

    [GeneratedRegex(@"^\d+(\.\d+)?([eE][+-]?\d+)?[Dd]$")]
    private static partial Regex DoubleText();
}
