using System.Numerics;
using System.Text;

namespace Sluice.Inference;

/// <summary>
/// Counts the texts of a column that are not of the types that it may have. A candidate is given up with its second misfit, or with more
/// than one in a thousand, so there are few.
/// </summary>
/// <param name="candidates">The number of candidates.</param>
internal sealed class MisfitCounts(int candidates)
{
    private const int MostExamples = 3;

    private readonly long[] counts = new long[candidates];
    private readonly List<(ulong Failing, long Row)> rows = [];
    private readonly List<(ulong Failing, Misfit Misfit)> examples = [];

    /// <summary>The number of texts that a candidate does not fit.</summary>
    public long this[int candidate] => counts[candidate];

    /// <summary>Adds a text.</summary>
    /// <param name="failing">The candidates, as bits of their indexes, that it does not fit.</param>
    /// <param name="most">The most misfits that a candidate may have.</param>
    /// <param name="text">The text.</param>
    /// <param name="place">Its row.</param>
    /// <returns>Those of the candidates that have more.</returns>
    public ulong Add(ulong failing, long most, ReadOnlySpan<byte> text, in RowPlace place)
    {
        var lost = 0UL;
        var isExample = false;
        for (var rest = failing; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            counts[i]++;
            lost |= counts[i] > most ? 1UL << i : 0;
            isExample |= counts[i] <= Math.Min(most, MostExamples);
        }

        if (failing != lost)
        {
            rows.Add((failing, place.Row));
        }

        if (isExample)
        {
            examples.Add((failing, new Misfit(place.File, place.Line, Encoding.UTF8.GetString(text))));
        }

        return lost;
    }

    /// <summary>The numbers of the rows whose text a candidate does not fit.</summary>
    public IReadOnlyList<long> RowsOf(int candidate) => [.. rows.Where(r => Has(r.Failing, candidate)).Select(r => r.Row)];

    /// <summary>The first of these texts.</summary>
    public IReadOnlyList<Misfit> ExamplesOf(int candidate) =>
        [.. examples.Where(e => Has(e.Failing, candidate)).Select(e => e.Misfit).Take(MostExamples)];

    private static bool Has(ulong bits, int index) => (bits & (1UL << index)) != 0;
}
