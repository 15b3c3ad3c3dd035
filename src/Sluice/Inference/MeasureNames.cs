using System.Text.RegularExpressions;

namespace Sluice.Inference;

/// <summary>
/// Names of columns whose values are measured. They may have fractions tomorrow, even if all of today's are whole, so they are numbers and
/// no integers.
/// </summary>
internal static partial class MeasureNames
{
    private static readonly HashSet<string> Measures = new(StringComparer.OrdinalIgnoreCase)
    {
        "amount", "price", "cost", "fee", "tax", "rate", "ratio", "percent", "percentage", "pct", "share", "hours", "weight", "height",
        "yield", "density", "temperature", "temp", "speed", "distance", "mean", "average", "avg", "median", "latitude", "longitude", "lat",
        "lon", "lng", "salary", "revenue", "balance", "discount", "mass", "volume", "concentration",
    };

    // Words that say of the others that they are only counted, or named.
    private static readonly HashSet<string> Counts = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "code", "key", "type", "class", "level", "rank", "group", "count", "number", "no", "nr", "n", "num", "year", "date", "index",
    };

    /// <summary>Whether a name is that of a measure.</summary>
    public static bool Has(string name)
    {
        var words = Word().Matches(name).Select(m => m.Value).ToList();
        return words.Exists(Measures.Contains) && !words.Exists(Counts.Contains);
    }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
