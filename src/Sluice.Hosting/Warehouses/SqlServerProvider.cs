using Sluice.Analytics.Requests;
using Sluice.Rows;
using Sluice.SqlServer;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.Hosting.Warehouses;

/// <summary>The warehouse on Azure SQL or SQL Server.</summary>
internal sealed class SqlServerProvider : IWarehouseProvider
{
    public string Name => "SqlServer";

    public string ConnectionStringHelp =>
        "a connection string, such as 'Server=tcp:<name>.database.windows.net;Database=<name>', which signs in by managed identity";

    public bool IsShared => true;

    public WarehouseLimits Limits => SqlServerWarehouse.Holds;

    public string? Check(string connectionString) =>
        SqlServerConnectionString.TryComplete(connectionString, out _, out var fault)
            ? null
            : $"The setting Warehouse__ConnectionString {fault}";

    public IWarehouse Open(string connectionString, string stateFolder, TimeSpan wait, IProgress<string> status, QueryLimits limits)
    {
        SqlServerConnectionString.TryComplete(connectionString, out var complete, out _);
        return new SqlServerWarehouse(complete!, TimeProvider.System, status);
    }

    /// <summary>Does nothing: a query that waits for the server holds no thread.</summary>
    public void ReserveThreads(QueryLimits limits)
    {
    }
}
