using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Hosting.Warehouses;

/// <summary>The warehouse on DuckDB, embedded in the process.</summary>
internal sealed class DuckDbProvider : IWarehouseProvider
{
    private static readonly string[] Keys = ["Data Source", "DataSource"];

    public string Name => "DuckDb";

    public string ConnectionStringHelp => "the path of a file";

    public bool IsShared => false;

    public WarehouseLimits Limits => DuckDbWarehouse.Holds;

    public string? Check(string connectionString) =>
        string.IsNullOrWhiteSpace(PathOf(connectionString)) || PathOf(connectionString).Contains(';', StringComparison.Ordinal)
            ? "The setting Warehouse__ConnectionString must be the path of a file for DuckDb, or 'Data Source=' and that path."
            : DuckDbWarehouse.IsAvailable
                ? null
                : "The setting Warehouse__Provider is DuckDb, but this app was published without it (EmbeddedWarehouse=false): "
                    + "publish the app with it, or name another warehouse.";

    public IWarehouse Open(
        string connectionString, string stateFolder, TimeSpan wait, IProgress<string> status, QueryLimits limits) => DuckDbWarehouse.Open(
        PathOf(connectionString) is var path && path == DuckDbWarehouse.InMemory ? path : Path.GetFullPath(path, stateFolder),
        wait,
        status,
        limits.MemoryMegabytes);

    public void ReserveThreads(QueryLimits limits)
    {
        // A DuckDB query blocks its thread. When all threads of the pool are blocked, the pool adds new ones only slowly, and requests such
        // as health checks would wait.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + limits.MostAtOnce), completions);
    }

    private static string PathOf(string connectionString)
    {
        var equals = connectionString.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Keys.Contains(connectionString[..equals].Trim(), StringComparer.OrdinalIgnoreCase)
            ? connectionString[(equals + 1)..].Trim().TrimEnd(';').Trim('"')
            : connectionString;
    }
}
