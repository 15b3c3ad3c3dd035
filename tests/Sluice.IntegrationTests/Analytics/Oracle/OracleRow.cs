namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>A row in memory: values by name, or by path if it is a group.</summary>
/// <param name="Set">The set of the row; <see langword="null"/> for a group.</param>
/// <param name="Values">The values, in order.</param>
internal sealed record OracleRow(string? Set, OrderedDictionary<string, object?> Values)
{
    public object? this[string name] => Values[name];

    public OracleRow With(IEnumerable<KeyValuePair<string, object?>> more)
    {
        var values = new OrderedDictionary<string, object?>(Values);
        foreach (var (name, value) in more)
        {
            values.Add(name, value);
        }

        return new OracleRow(Set, values);
    }
}
