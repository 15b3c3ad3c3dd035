namespace Sluice.Warehouse;

/// <summary>Cuts what is to be deleted into pieces for short transactions.</summary>
internal static class PruneBatches
{
    /// <summary>Cuts files or loads into batches, in their order.</summary>
    /// <param name="owners">Each with its number of rows to delete.</param>
    /// <param name="mostRows">The most rows of a batch. Only one owner with more rows has a batch that is larger.</param>
    /// <param name="mostOwners">The most owners of a batch.</param>
    public static IEnumerable<IReadOnlyList<T>> Cut<T>(IEnumerable<(T Owner, long Rows)> owners, long mostRows, int mostOwners)
    {
        List<T> taken = [];
        var sum = 0L;
        foreach (var (owner, rows) in owners)
        {
            if (taken.Count == mostOwners || (taken.Count > 0 && sum + rows > mostRows))
            {
                yield return taken;
                (taken, sum) = ([], 0);
            }

            taken.Add(owner);
            sum += rows;
        }

        if (taken.Count > 0)
        {
            yield return taken;
        }
    }
}
