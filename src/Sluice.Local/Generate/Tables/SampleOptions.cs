namespace Sluice.Local.Generate.Tables;

/// <summary>What sample data to make. The same options give the same bytes on every machine.</summary>
public sealed record SampleOptions
{
    /// <summary>The folder that gets a folder for each dataset; made if it is not there. Files of the same name are replaced.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Rows of <c>ads</c>, 0 or more. There is one user for three ads (two users at least, so that one can buy from the other);
    /// about 35 ads in a hundred are sold, and about 30 users in a hundred were referred.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Rows
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Rows), value, "The number of rows must be 0 or more.");
    }

    = 100_000;

    /// <summary>Which of all possible samples it is.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The share of rows that are dirty, 0 to 1: each row of each dataset is dirty with this probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double Dirt
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Dirt), value, "The share of dirty rows must be from 0 to 1.");
    }

    = 0.01;
}
