using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// One open warehouse file. All users of a file in this process share one instance, because DuckDB's file lock excludes only other
/// processes: two instances would corrupt the file.
/// </summary>
/// <remarks>
/// The file is attached to an in-memory instance as <c>warehouse</c>. Opened directly, its catalog would have the name of the file, and
/// with <c>sluice.duckdb</c> the name <c>sluice.file</c> would be ambiguous.
/// </remarks>
internal sealed partial class DuckDbInstance : IDisposable
{
    /// <summary>The path of a warehouse in memory, which is lost when it is closed.</summary>
    public const string InMemory = ":memory:";

    private const string Use = "USE warehouse";

    private static readonly Lock Registry = new();
    private static readonly Dictionary<string, DuckDbInstance> Opened = new(StringComparer.Ordinal);

    private readonly string path;
    private readonly DuckDBConnection root;
    private int holders = 1;

    static DuckDbInstance() => DuckDbLibrary.TryLoad();

    private DuckDbInstance(string path)
    {
        this.path = path;
        root = new DuckDBConnection("DataSource=:memory:");
        try
        {
            root.Open();
            var temporary = path == InMemory
                ? Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}")
                : $"{path}.tmp";
            root.Execute($"SET temp_directory = {Sql.Literal(temporary)}");

            // Return freed memory to the system soon. Do not preserve the insertion order: rows have numbers.
            root.Execute("SET allocator_flush_threshold = '1MB'");
            root.Execute("SET allocator_bulk_deallocation_flush_threshold = '1MB'");
            root.Execute("SET preserve_insertion_order = false");
            root.Execute("SET write_buffer_row_group_count = 1");
            root.Execute("SET autoinstall_known_extensions = false");

            // Without a limit: a process that was killed may have left much to replay, and what cannot be replayed cannot be opened.
            root.Execute($"ATTACH {Sql.Literal(path)} AS warehouse (TYPE duckdb)");
            Memory = new MemoryBudget(root, limited: path != InMemory);
            KeepTables(root);

            // No statement needs another file or the network.
            root.Execute("SET enable_external_access = false");
            root.Execute(Use);
            RowChunksFunction.Register(root);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>The memory limit of DuckDB.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>The locks that are held, by name.</summary>
    public ConcurrentDictionary<string, NamedLock> Locks { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that load transactions or deletions are working on.</summary>
    public FilesInUse Files { get; } = new();

    /// <summary>
    /// The tables of datasets that load transactions write to, or that get columns: DuckDB refuses the commit of a transaction that has
    /// written to a table which another one has altered meanwhile.
    /// </summary>
    public FilesInUse Tables { get; } = new();

    /// <summary>The slots of loads.</summary>
    public LoadSlots Slots { get; } = new();

    /// <summary>The gates that serialize writers.</summary>
    public AsyncGates Gates { get; } = new();

    /// <summary>Opens a warehouse file, or returns the instance that has it open.</summary>
    /// <param name="path">The file, or <see cref="InMemory"/>.</param>
    /// <param name="wait">How long to wait for another process to close the file.</param>
    /// <param name="status">Gets a sentence if the file is waited for.</param>
    /// <exception cref="WarehouseUnavailableException">The file cannot be opened.</exception>
    public static DuckDbInstance Open(string path, TimeSpan wait, IProgress<string>? status)
    {
        var since = Stopwatch.StartNew();
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return OpenNow(path);
            }
            catch (DuckDBException exception) when (IsInUse(exception) && since.Elapsed < wait)
            {
                if (!isTold)
                {
                    status?.Report($"{InUse(path, exception)}. Waiting up to {wait.TotalSeconds:0} seconds until it is closed.");
                }
            }
            catch (DuckDBException exception)
            {
                throw IsInUse(exception)
                    ? new WarehouseUnavailableException(
                        $"{InUse(path, exception)}, and DuckDB lets only one process open it: end that process or name another file.",
                        exception)
                    : WarehouseFile.Refuse(path, exception);
            }

            // There is no notification when a file lock is released.
            Thread.Sleep(100);
        }
    }

    /// <summary>Opens a connection, which sees committed rows and has its own temporary tables. The caller disposes of it.</summary>
    public DuckDBConnection Connect()
    {
        var connection = root.Duplicate();
        try
        {
            connection.Open();
            connection.Execute(Use);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs short work on a new connection, on the thread pool.</summary>
    public Task<T> RunAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = Connect();
            return DuckDbErrors.Interruptible(connection, () => work(connection), cancellationToken);
        },
        cancellationToken);

    /// <summary>Runs work on whole tables on a new connection, on the thread pool, with the memory for it.</summary>
    public Task RunOnTablesAsync(Action<DuckDBConnection> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var memory = Memory.ReserveTables();
            using var connection = Connect();
            DuckDbErrors.Interruptible(
                connection,
                () =>
                {
                    work(connection);
                    return true;
                },
                cancellationToken);
        },
        cancellationToken);

    /// <summary>Keeps memory for the tables of datasets that there are.</summary>
    public void KeepTables(DuckDBConnection connection) => Memory.KeepTables(
        (int)connection.Count(
            "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'warehouse' AND schema_name = 'lake' AND NOT internal"));

    /// <summary>Releases the instance. The last user closes the file.</summary>
    public void Dispose()
    {
        lock (Registry)
        {
            if (--holders == 0)
            {
                Opened.Remove(path);
                root.Dispose();
            }
        }
    }

    private static DuckDbInstance OpenNow(string path)
    {
        if (path == InMemory)
        {
            return new DuckDbInstance(path);
        }

        lock (Registry)
        {
            if (Opened.TryGetValue(path, out var known))
            {
                known.holders++;
                return known;
            }

            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return Opened[path] = new DuckDbInstance(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw WarehouseFile.RefuseFolder(path, exception);
            }
        }
    }

    private static bool IsInUse(DuckDBException exception) =>
        exception.Message.Contains("Could not set lock", StringComparison.Ordinal)
        || exception.Message.Contains("being used by another process", StringComparison.Ordinal);

    // The start of a sentence; the callers add different ends.
    private static string InUse(string path, DuckDBException exception)
    {
        var process = ProcessNumber().Match(exception.Message) is { Success: true } match ? $" ({match.Value})" : "";
        return $"The warehouse file {path} is open in another process{process}";
    }

    [GeneratedRegex(@"PID \d+")]
    private static partial Regex ProcessNumber();
}
