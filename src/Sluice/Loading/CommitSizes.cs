namespace Sluice.Loading;

/// <summary>
/// Decides when a commit has enough rows. Commits that are written in parallel should end together, or the connection with the smaller
/// commit waits for the other. So the rows that the file is estimated to have, by its bytes, are divided evenly among the commits.
/// </summary>
/// <param name="most">The greatest number of rows of a commit.</param>
/// <param name="least">The least number of rows of a commit that ends early, and of the remainder.</param>
/// <param name="sideBySide">How many commits are written in parallel.</param>
internal sealed class CommitSizes(int most, int least, int sideBySide)
{
    private long rows;
    private long committed;
    private long commits;

    /// <summary>Counts the rows that were read.</summary>
    /// <param name="read">How many more rows the commit has, rejects included.</param>
    /// <param name="bytes">The bytes that the load has read.</param>
    /// <param name="bytesLeft">The bytes that it has yet to read.</param>
    /// <returns>Whether the commit ends here.</returns>
    public bool Add(int read, long bytes, long bytesLeft)
    {
        rows += read;
        if (rows - committed < most && !IsEven(bytes, bytesLeft))
        {
            return false;
        }

        committed = rows;
        commits++;
        return true;
    }

    // Round up, so that the remainder never needs one commit more than planned.
    private bool IsEven(long bytes, long bytesLeft)
    {
        if (sideBySide == 1 || bytes <= 0)
        {
            return false;
        }

        var left = (double)rows * bytesLeft / bytes;
        var parts = Math.Ceiling(Math.Ceiling((rows + left) / most) / sideBySide) * sideBySide;
        return rows - committed >= least && left >= least && rows >= (commits + 1) * (rows + left) / parts;
    }
}
