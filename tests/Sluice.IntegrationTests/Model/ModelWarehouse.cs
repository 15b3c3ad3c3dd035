using Sluice.DuckDb;
using Sluice.Lake.Definition;
using Sluice.SqlServer;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>The warehouse of the model test, as loaders open it and as the test reads it.</summary>
internal abstract class ModelWarehouse : IAsyncDisposable
{
    private const string ServerPrefix = "sqlserver:";

    /// <summary>Its name for loading processes.</summary>
    public abstract string Name { get; }

    /// <summary>How many processes load into it at a time.</summary>
    public abstract int Processes { get; }

    /// <summary>Opens a warehouse by its name: the path of a DuckDB file, or a result of <see cref="NameOf"/>.</summary>
    public static IWarehouse Open(string name) => name.StartsWith(ServerPrefix, StringComparison.Ordinal)
        ? new SqlServerWarehouse(name[ServerPrefix.Length..], TimeProvider.System)
        : DuckDbWarehouse.Open(name);

    /// <summary>The rows of a dataset, each with its file, and with its time in a merge.</summary>
    /// <param name="warehouse">The warehouse, opened.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="files">The paths of files by their numbers.</param>
    public async Task<IReadOnlyList<(ModelRow Row, DateTimeOffset? Modified)>> ReadRowsAsync(
        IWarehouse warehouse, Dataset dataset, IReadOnlyDictionary<long, string> files) =>
        [.. (await ReadAsync(warehouse, dataset, dataset.WriteMode == WriteMode.Merge ? ["_modified"] : [])).Select(r => (
            new ModelRow(files[(long)r[3]!], (long)r[4]!, (string?)r[0], (long?)r[1], (long)r[2]!),
            r.Length == 5 ? (DateTimeOffset?)null : new DateTimeOffset((DateTime)r[5]!, TimeSpan.Zero)))];

    /// <summary>The keys of the rows that a merge keeps aside.</summary>
    /// <param name="warehouse">The warehouse, opened.</param>
    /// <param name="dataset">The dataset.</param>
    public abstract Task<IReadOnlyList<long>> ReadAsideAsync(IWarehouse warehouse, Dataset dataset);

    public abstract ValueTask DisposeAsync();

    /// <summary>The name of a database of a SQL Server.</summary>
    protected static string NameOf(string connectionString) => ServerPrefix + connectionString;

    /// <summary>The rows of a dataset: its fields, <c>_file</c>, <c>_row</c>, and more columns.</summary>
    protected abstract Task<IReadOnlyList<object?[]>> ReadAsync(IWarehouse warehouse, Dataset dataset, IReadOnlyList<string> more);
}
