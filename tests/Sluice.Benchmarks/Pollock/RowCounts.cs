namespace Sluice.Benchmarks.Pollock;

/// <summary>A multiset of rows, which are the same if all their cells are.</summary>
internal sealed class RowCounts
{
    // No cell of the benchmark has a control character.
    private const char Separator = '\u001F';

    private readonly Dictionary<string, int> counts = [];

    /// <summary>Creates a multiset.</summary>
    public RowCounts(IEnumerable<string[]> rows)
    {
        foreach (var row in rows)
        {
            var key = string.Join(Separator, row);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            Count++;
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Removes a row once.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Take(string[] row)
    {
        var key = string.Join(Separator, row);
        if (counts.GetValueOrDefault(key) is not (> 0 and var count))
        {
            return false;
        }

        counts[key] = count - 1;
        Count--;
        return true;
    }
}
