namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>Tables in memory, and the navigation between them.</summary>
internal sealed class OracleData
{
    private readonly Dictionary<string, IReadOnlyList<OracleRow>> sets = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<
        (string Set, string Name), (string Target, (string Own, string Other)[] Pairs, bool IsMany)> ways = [];

    public Dictionary<string, string[]> Keys { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<OracleRow> this[string set] => sets[set];

    public void Add(string set, string[] key, IReadOnlyList<string> names, IEnumerable<object?[]> rows)
    {
        Keys[set] = key;
        sets[set] = [.. rows.Select(r => new OracleRow(set, new OrderedDictionary<string, object?>(names.Zip(r, KeyValuePair.Create))))];
    }

    /// <summary>The same tables, but only some rows of each.</summary>
    public OracleData Where(Func<OracleRow, bool> isSeen)
    {
        var part = new OracleData();
        foreach (var (set, rows) in sets)
        {
            part.Keys[set] = Keys[set];
            part.sets[set] = [.. rows.Where(isSeen)];
        }

        foreach (var (way, to) in ways)
        {
            part.ways.Add(way, to);
        }

        return part;
    }

    /// <summary>Adds a navigation to the row that a row refers to, and the one back.</summary>
    public void AddWay(string set, string name, string target, string back, params (string Own, string Other)[] pairs)
    {
        ways.Add((set, name), (target, pairs, false));
        ways.Add((target, back), (set, [.. pairs.Select(p => (p.Other, p.Own))], true));
    }

    /// <summary>The names of all navigations from a set.</summary>
    public IEnumerable<string> Ways(string set) => ways.Keys.Where(w => w.Set == set).Select(w => w.Name);

    public bool IsMany(string set, string name) => ways[(set, name)].IsMany;

    public string Target(string set, string name) => ways[(set, name)].Target;

    public IEnumerable<OracleRow> Follow(OracleRow row, string name)
    {
        var (target, pairs, _) = ways[(row.Set!, name)];
        return sets[target].Where(r => pairs.All(p => row[p.Own] is { } value && value.Equals(r[p.Other])));
    }
}
