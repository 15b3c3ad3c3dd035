namespace Sluice.Loading;

/// <summary>
/// Says when a commit has rows enough. Commits that are written side by side are to end together: a connection whose commit is small waits
/// for the one whose commit is large. So what a file is thought to have, by its bytes, is divided evenly among them.
/// </summary>
/// <param name="most">The most rows of a commit.</param>
/// <param name="sideBySide">How many commits are written at a time.</param>
internal sealed class CommitSizes(int most, int sideBySide)
{
    /// <summary>
    /// The least rows of a commit that ends early, and of what is left then: columnstores of Azure SQL compress as many at once, not fewer.
    /// </summary>
    public const int LeastEven = 102_400;

    private long rows;
    private long committed;
    private long commits;

    /// <summary>Counts what is read.</summary>
    /// <param name="read">How many rows of the commit more there are, rejects among them.</param>
    /// <param name="bytes">Bytes that the load has read.</param>
    /// <param name="bytesLeft">Bytes that it has not.</param>
    /// <returns>Whether the commit ends with them.</returns>
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

    // Rather a little more than an even part: what is left must not be more than the commits after it take.
    private bool IsEven(long bytes, long bytesLeft)
    {
        if (sideBySide == 1 || bytes <= 0)
        {
            return false;
        }

        var left = (double)rows * bytesLeft / bytes;
        var parts = Math.Ceiling(Math.Ceiling((rows + left) / most) / sideBySide) * sideBySide;
        return rows - committed >= LeastEven && left >= LeastEven && rows >= (commits + 1) * (rows + left) / parts;
    }
}
