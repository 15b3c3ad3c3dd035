namespace Sluice.Benchmarks.Comparing;

/// <summary>How rows are measured.</summary>
internal static class ComparisonExtensions
{
    /// <summary>
    /// Measures one row after the other. The two sides of a row take turns, so that other work of the machine affects both, and the
    /// median of each counts.
    /// </summary>
    /// <param name="rows">The rows; each is disposed of when it is measured.</param>
    /// <param name="runs">How often each side is measured.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    public static async Task<IReadOnlyList<Outcome>> MeasureAsync(
        this IEnumerable<Comparison> rows, int runs, CancellationToken cancellationToken)
    {
        List<Outcome> outcomes = [];
        foreach (var row in rows)
        {
            await using (row)
            {
                await row.PrepareAsync(cancellationToken);
                outcomes.Add(await row.MeasureAsync(runs, cancellationToken));
            }
        }

        return outcomes;
    }

    private static async Task<Outcome> MeasureAsync(this Comparison row, int runs, CancellationToken cancellationToken)
    {
        List<double> own = [];
        List<double> peer = [];
        for (var run = -row.WarmUps; run < runs; run++)
        {
            Settle();
            var mine = await row.RunOwnAsync(cancellationToken);
            Settle();
            var others = await row.RunPeerAsync(cancellationToken);
            if (run >= 0)
            {
                own.Add(mine);
                peer.Add(others);
                await Console.Error.WriteLineAsync($"{row.Key} {run + 1}/{runs}: {mine:0.0} {row.Unit}, peer {others:0.0} {row.Unit}");
            }
        }

        return new Outcome(row.Describe(Median(own)), row.PeerName, row.Unit, Median(own), Median(peer), row.Limit);
    }

    // One run does not pay for the garbage of another.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
