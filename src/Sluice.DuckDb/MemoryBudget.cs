using DuckDB.NET.Data;

namespace Sluice.DuckDb;

/// <summary>
/// How much DuckDB may hold in memory; beyond it works on disk. Each load brings its own share and takes it away again, so that one load
/// is small and many do not starve each other: DuckDB does not always survive an allocation that it could not have.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>Megabytes that are there always. The tables of the ledger alone have a hundred blocks of 256 KiB.</summary>
    private const int Base = 48;

    /// <summary>Megabytes for work on whole tables: queries, and changes of tables.</summary>
    private const int Tables = 80;

    /// <summary>Megabytes for each column of a load that begins alone.</summary>
    private const int ColumnAlone = 1;

    /// <summary>Megabytes for each column of a load beside others: what each has pinned at one moment adds up.</summary>
    private const int ColumnBeside = 3;

    private readonly Lock gate = new();
    private readonly DuckDBConnection root;
    private readonly bool limited;
    private int megabytes = Base;
    private int loads;
    private bool forTables;

    /// <summary>Creates it.</summary>
    /// <param name="root">A connection of the instance, which stays open.</param>
    /// <param name="limited"><see langword="false"/> for a warehouse that is itself in memory.</param>
    public MemoryBudget(DuckDBConnection root, bool limited)
    {
        this.root = root;
        this.limited = limited;
        Set();
    }

    /// <summary>Has room for queries from now on: what they have read is kept for the next ones.</summary>
    public void AllowTables()
    {
        lock (gate)
        {
            if (!forTables)
            {
                forTables = true;
                Change(Tables);
            }
        }
    }

    /// <summary>Makes room for a change of whole tables.</summary>
    /// <returns>What takes the room away again.</returns>
    public IDisposable ReserveTables() => new Share(this, Tables);

    /// <summary>Makes room for a load.</summary>
    /// <param name="columns">The columns of its table: each has blocks of its own.</param>
    /// <returns>What takes the room away again.</returns>
    public IDisposable ReserveLoad(int columns)
    {
        var alone = Interlocked.Increment(ref loads) == 1;
        return new Share(this, columns * (alone ? ColumnAlone : ColumnBeside), isLoad: true);
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

    private sealed class Share : IDisposable
    {
        private readonly MemoryBudget budget;
        private int share;
        private int loads;

        public Share(MemoryBudget budget, int share, bool isLoad = false)
        {
            loads = isLoad ? 1 : 0;
            this.budget = budget;
            this.share = share;
            budget.Change(share);
        }

        public void Dispose()
        {
            Interlocked.Add(ref budget.loads, -Interlocked.Exchange(ref loads, 0));
            budget.Change(-Interlocked.Exchange(ref share, 0));
        }
    }
}
