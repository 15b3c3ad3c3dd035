using DuckDB.NET.Data;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// The memory limit of DuckDB, beyond which DuckDB works on disk. Each load adds a share and removes it at its end. So one load needs
/// little memory, and many loads do not starve each other: DuckDB does not always survive a failed allocation. Queries have one share
/// together, which DuckDB divides among those that run: more of them work on disk, and none takes the shares of loads.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>The maximum number of threads of one insertion. Each thread has its own row groups in memory.</summary>
    public static readonly int InsertThreads = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Megabytes that are always reserved. The tables of the ledger alone need a hundred blocks of 256 KiB.</summary>
    private const int Base = 48;

    /// <summary>Megabytes for a change of whole tables.</summary>
    private const int Tables = 80;

    /// <summary>Half megabytes per column and thread of a load that begins while no other load runs.</summary>
    private const int Alone = 1;

    /// <summary>Half megabytes per column and thread of a load that runs beside others: pinned blocks add up.</summary>
    private const int Beside = 3;

    /// <summary>Columns of all tables for each megabyte that stays reserved. A column's newest rows stay in memory, in blocks.</summary>
    private const int ColumnsPerMegabyte = 2;

    private readonly Lock gate = new();
    private readonly DuckDBConnection root;
    private readonly bool limited;
    private int megabytes = Base;
    private int forTables;
    private int loads;
    private int isQueried;

    /// <summary>Creates the budget and sets the limit.</summary>
    /// <param name="root">A connection of the instance, which stays open.</param>
    /// <param name="limited"><see langword="false"/> for a warehouse that is itself in memory.</param>
    public MemoryBudget(DuckDBConnection root, bool limited)
    {
        this.root = root;
        this.limited = limited;
        Set();
    }

    /// <summary>The megabytes that all running queries share. Set it before the first query.</summary>
    public int Queries { get; set; }

    /// <summary>
    /// Reserves the share of queries, once. It stays after the first query, so that DuckDB keeps what it has read for later ones; and a
    /// change of the limit costs as much as a small query.
    /// </summary>
    public void ReserveQueries()
    {
        if (Interlocked.Exchange(ref isQueried, 1) == 0)
        {
            Change(Queries);
        }
    }

    /// <summary>Keeps memory for the tables that there are, instead of what was kept for them before.</summary>
    /// <param name="columns">The number of their columns.</param>
    public void KeepTables(int columns)
    {
        lock (gate)
        {
            var by = (columns / ColumnsPerMegabyte) - forTables;
            forTables += by;
            Change(by);
        }
    }

    /// <summary>Reserves memory for a change of whole tables.</summary>
    /// <returns>The share, to dispose of at the end.</returns>
    public IDisposable ReserveTables()
    {
        Change(Tables);
        return new Share(() => Change(-Tables));
    }

    /// <summary>Reserves memory for a load.</summary>
    /// <param name="columns">The number of columns of its table. Each column has its own blocks.</param>
    /// <returns>The share, to dispose of at the end.</returns>
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
            // More memory is in use now. The old limit stays until the next change.
        }
    }

    /// <summary>A share of the memory; the first call of <see cref="Dispose"/> gives it back.</summary>
    private sealed class Share(Action giveBack) : IDisposable
    {
        private Action? giveBack = giveBack;

        public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
    }
}
