namespace Sluice.Local.Generate.Tables;

/// <summary>The options of the sample data. The same options give the same bytes on every machine.</summary>
internal sealed record SampleOptions
{
    /// <summary>
    /// The folder to write to, which is created if it is missing. Each dataset gets a subfolder; existing files are replaced.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Rows of <c>ads</c>, 0 or more. There is one user per three ads (at least two, so that one can buy from the other). About 35 % of ads
    /// are sold, and about 30 % of users were referred.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Rows
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Rows), value, "The number of rows must be 0 or more.");
    }

    = 100_000;

    /// <summary>The seed of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The share of rows that are dirty, 0 to 1: each row of each dataset is dirty with this probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public double Dirt
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Dirt), value, "The share of dirty rows must be from 0 to 1.");
    }

    = 0.01;
}
