using Sluice.Analytics.Requests;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Hosting.Warehouses;

/// <summary>One kind of database that the warehouse can be.</summary>
internal interface IWarehouseProvider
{
    /// <summary>The value of the setting <c>Warehouse__Provider</c>.</summary>
    string Name { get; }

    /// <summary>What the setting <c>Warehouse__ConnectionString</c> must be, as the end of a sentence.</summary>
    string ConnectionStringHelp { get; }

    /// <summary>
    /// What is wrong with a connection string, as a sentence without its value, or <see langword="null"/>. Does not connect.
    /// </summary>
    string? Check(string connectionString);

    /// <summary>Whether several processes can have one warehouse open.</summary>
    bool IsShared { get; }

    /// <summary>The limits of its columns: a value beyond them is a reject.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Opens the warehouse.</summary>
    /// <param name="connectionString">Its connection string.</param>
    /// <param name="stateFolder">The folder that a path of a file is relative to.</param>
    /// <param name="wait">How long to wait for another process to close the warehouse, if only one can open it.</param>
    /// <param name="status">Gets a sentence when the warehouse is waited for, and when it is available again.</param>
    /// <param name="limits">The limits of queries, such as their memory.</param>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    IWarehouse Open(string connectionString, string stateFolder, TimeSpan wait, IProgress<string> status, QueryLimits limits);

    /// <summary>Gives the thread pool threads for queries, if a query keeps its thread while it runs. Otherwise does nothing.</summary>
    /// <param name="limits">The limits of queries, such as how many run at a time.</param>
    void ReserveThreads(QueryLimits limits);
}
