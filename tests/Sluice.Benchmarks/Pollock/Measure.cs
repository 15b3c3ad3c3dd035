namespace Sluice.Benchmarks.Pollock;

/// <summary>How two multisets of texts agree, each number from 0 to 1. The names are those of the paper.</summary>
/// <param name="Precision">The share of the expected texts that was loaded.</param>
/// <param name="Recall">The share of the loaded texts that was expected.</param>
/// <param name="F1">The harmonic mean of both.</param>
internal readonly record struct Measure(double Precision, double Recall, double F1)
{
    /// <summary>All is as expected.</summary>
    public static Measure Full { get; } = new(1, 1, 1);

    /// <summary>The sum of the three numbers.</summary>
    public double Sum => Precision + Recall + F1;

    /// <summary>Compares two multisets. If nothing is expected, all is well, whatever was loaded.</summary>
    public static Measure Of(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> loaded)
    {
        if (expected.Count == 0)
        {
            return Full;
        }

        var left = expected.CountBy(t => t).ToDictionary(StringComparer.Ordinal);
        var common = 0;
        foreach (var text in loaded.Where(t => left.GetValueOrDefault(t) > 0))
        {
            left[text]--;
            common++;
        }

        if (common == 0)
        {
            return default;
        }

        var (precision, recall) = ((double)common / expected.Count, (double)common / loaded.Count);
        return new(precision, recall, 2 * precision * recall / (precision + recall));
    }
}
