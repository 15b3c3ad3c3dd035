using DuckDB.NET.Data;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// How much DuckDB may hold in memory; beyond it works on disk. Each load brings its own share and takes it away again, so that one load
/// is small and many do not starve each other: DuckDB does not always survive an allocation that it could not have.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>The most threads that one insertion is shared among: each has row groups of its own in memory.</summary>
    public static readonly int InsertThreads = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Megabytes that are there always. The tables of the ledger alone have a hundred blocks of 256 KiB.</summary>
    private const int Base = 48;

    /// <summary>Megabytes for work on whole tables: for each query that runs, and for changes of tables.</summary>
    private const int Tables = 80;

    /// <summary>Half megabytes for each column and thread of a load that begins alone.</summary>
    private const int Alone = 1;

    /// <summary>The same of a load beside others: what each has pinned at one moment adds up.</summary>
    private const int Beside = 3;

    private readonly Lock gate = new();
    private readonly DuckDBConnection root;
    private readonly bool limited;
    private int megabytes = Base;
    private int loads;
    private int queries;
    private int roomForQueries;

    /// <summary>Creates it.</summary>
    /// <param name="root">A connection of the instance, which stays open.</param>
    /// <param name="limited"><see langword="false"/> for a warehouse that is itself in memory.</param>
    public MemoryBudget(DuckDBConnection root, bool limited)
    {
        this.root = root;
        this.limited = limited;
        Set();
    }

    /// <summary>
    /// Makes room for a query. That of the first stays: what it has read is kept for the next ones. That of others is taken away when none
    /// runs any more, and not with each, since a change costs as much as a small query.
    /// </summary>
    /// <returns>What is disposed of when the query has ended.</returns>
    public IDisposable ReserveQuery()
    {
        lock (gate)
        {
            if (++queries > roomForQueries)
            {
                roomForQueries = queries;
                Change(Tables);
            }
        }

        return new Share(EndQuery);
    }

    /// <summary>Makes room for a change of whole tables.</summary>
    /// <returns>What takes the room away again.</returns>
    public IDisposable ReserveTables()
    {
        Change(Tables);
        return new Share(() => Change(-Tables));
    }

    /// <summary>Makes room for a load.</summary>
    /// <param name="columns">The columns of its table: each has blocks of its own.</param>
    /// <returns>What takes the room away again.</returns>
    public IDisposable ReserveLoad(int columns)
    {
        var alone = Interlocked.Increment(ref loads) == 1;
        var halves = columns * Math.Max(2, InsertThreads) * (alone ? Alone : Beside);
        var share = (halves + 1) / 2;
        Change(share);
        return new Share(() =>
        {
            Interlocked.Decrement(ref loads);
            Change(-share);
        });
    }

    private void EndQuery()
    {
        lock (gate)
        {
            if (--queries == 0 && roomForQueries > 1)
            {
                Change(-(roomForQueries - 1) * Tables);
                roomForQueries = 1;
            }
        }
    }

    private void Change(int by)
    {
        lock (gate)
        {
            megabytes += by;
            Set();
        }
    }

    private void Set()
    {
        if (!limited)
        {
            return;
        }

        try
        {
            root.Execute($"SET memory_limit = '{megabytes}MB'");
        }
        catch (DuckDBException)
        {
            // More than that is in use at this moment. The limit stays as it was until the next change.
        }
    }

    /// <summary>A share of the memory; the first call of <see cref="Dispose"/> gives it back.</summary>
    private sealed class Share(Action giveBack) : IDisposable
    {
        private Action? giveBack = giveBack;

        public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
    }
}
