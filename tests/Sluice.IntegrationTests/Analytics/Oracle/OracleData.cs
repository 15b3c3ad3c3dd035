namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>Tables in memory, and the ways between them.</summary>
internal sealed class OracleData
{
    private readonly Dictionary<string, IReadOnlyList<OracleRow>> sets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Set, string Name), (string Target, string Own, string Other)> ways = [];

    public Dictionary<string, string[]> Keys { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<OracleRow> this[string set] => sets[set];

    public void Add(string set, string[] key, IReadOnlyList<string> names, IEnumerable<object?[]> rows)
    {
        Keys[set] = key;
        sets[set] = [.. rows.Select(r => new OracleRow(set, new OrderedDictionary<string, object?>(names.Zip(r, KeyValuePair.Create))))];
    }

    public void AddWay(string set, string name, string target, string own, string other) => ways[(set, name)] = (target, own, other);

    public bool HasWay(string? set, string name) => set is not null && ways.ContainsKey((set, name));

    public IEnumerable<OracleRow> Follow(OracleRow row, string name)
    {
        var (target, own, other) = ways[(row.Set!, name)];
        return row[own] is { } value ? sets[target].Where(r => value.Equals(r[other])) : [];
    }
}
