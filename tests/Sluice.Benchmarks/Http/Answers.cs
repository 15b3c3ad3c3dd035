namespace Sluice.Benchmarks.Http;

/// <summary>What became of the requests of some clients. Safe for concurrent use.</summary>
/// <param name="question">What was asked.</param>
/// <param name="clients">How many clients asked at a time.</param>
internal sealed class Answers(Question question, int clients)
{
    private readonly Lock gate = new();
    private readonly List<double> times = [];
    private readonly List<double> health = [];
    private long bytes;

    /// <summary>What was asked.</summary>
    public Question Question => question;

    /// <summary>How many clients asked at a time.</summary>
    public int Clients => clients;

    /// <summary>How many answers were complete.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return times.Count;
            }
        }
    }

    /// <summary>How many were refused for a while (429).</summary>
    public int Refused { get; private set; }

    /// <summary>How many had another status than success.</summary>
    public int Failed { get; private set; }

    /// <summary>How many connections broke.</summary>
    public int Resets { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Complete answers per second.</summary>
    public double PerSecond => Count / Elapsed.TotalSeconds;

    /// <summary>Megabytes (10^6 bytes) of one answer by the median time that it takes, per second.</summary>
    public double MegabytesPerSecond => Count == 0 ? 0 : bytes / 1e6 / Count / (Percentile(0.5) / 1000);

    /// <summary>A percentile of the times, in milliseconds.</summary>
    /// <param name="share">Its share, such as 0.99.</param>
    public double Percentile(double share) => Of(times, share);

    /// <summary>A percentile of the times of health, which was asked for meanwhile, in milliseconds.</summary>
    /// <param name="share">Its share.</param>
    public double OfHealth(double share) => Of(question.Name == Question.Health ? times : health, share);

    /// <summary>Adds a complete answer.</summary>
    public void Add(double milliseconds, long length)
    {
        lock (gate)
        {
            times.Add(milliseconds);
            bytes += length;
        }
    }

    /// <summary>Adds an answer of health.</summary>
    public void AddHealth(double milliseconds)
    {
        lock (gate)
        {
            health.Add(milliseconds);
        }
    }

    /// <summary>Adds a request that was refused for a while.</summary>
    public void AddRefused()
    {
        lock (gate)
        {
            Refused++;
        }
    }

    /// <summary>Adds a request that failed.</summary>
    public void AddFailed()
    {
        lock (gate)
        {
            Failed++;
        }
    }

    /// <summary>Adds a connection that broke.</summary>
    public void AddReset()
    {
        lock (gate)
        {
            Resets++;
        }
    }

    private double Of(List<double> some, double share)
    {
        lock (gate)
        {
            var sorted = some.Order().ToList();
            return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        }
    }
}
