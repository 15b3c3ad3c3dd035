using Sluice.Analytics.Requests;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Hosting.Warehouses;

/// <summary>One kind of database that the warehouse can be.</summary>
internal interface IWarehouseProvider
{
    /// <summary>What the setting <c>Warehouse__Provider</c> calls it.</summary>
    string Name { get; }

    /// <summary>What the setting <c>Warehouse__ConnectionString</c> is, as the end of a sentence.</summary>
    string ConnectionStringHelp { get; }

    /// <summary>What is wrong with a connection string, as a sentence without its value, or <see langword="null"/>. Reaches nothing.</summary>
    string? Check(string connectionString);

    /// <summary>Whether several processes can have one warehouse open.</summary>
    bool IsShared { get; }

    /// <summary>What it can do: what its columns cannot hold is a reject.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Opens the warehouse.</summary>
    /// <param name="connectionString">Its connection string.</param>
    /// <param name="stateFolder">The folder that the path of a file is in, if it is a relative one.</param>
    /// <param name="wait">How long another process is waited for that has it open, if only one can.</param>
    /// <param name="news">Is told, in a sentence, what it is waited for, and when it is there again.</param>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened.</exception>
    IWarehouse Open(string connectionString, string stateFolder, TimeSpan wait, IProgress<string> news);

    /// <summary>Has the process ready for the most queries that run at a time: what they hold is not what others need.</summary>
    /// <param name="limits">How many queries run at a time.</param>
    void ReserveThreads(QueryLimits limits);
}
