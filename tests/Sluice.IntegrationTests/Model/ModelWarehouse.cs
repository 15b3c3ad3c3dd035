using Sluice.DuckDb;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>The warehouse of the model test, as loaders open it and as the test looks into it.</summary>
internal static class ModelWarehouse
{
    /// <summary>Opens a warehouse by the name that the test has for it: the path of a DuckDB file.</summary>
    public static IWarehouse Open(string name) => DuckDbWarehouse.Open(name);

    /// <summary>The rows of a dataset, each with its file, and with its time in a merge.</summary>
    public static IReadOnlyList<(ModelRow Row, DateTimeOffset? Modified)> ReadRows(
        IWarehouse warehouse, Dataset dataset, IReadOnlyDictionary<long, string> files) =>
        [.. DuckDbRows.Read((DuckDbWarehouse)warehouse, dataset, dataset.WriteMode == WriteMode.Merge ? ["_modified"] : []).Select(r => (
            new ModelRow(files[(long)r[3]!], (long)r[4]!, (string?)r[0], (long?)r[1], (long)r[2]!),
            r.Length == 5 ? (DateTimeOffset?)null : new DateTimeOffset((DateTime)r[5]!, TimeSpan.Zero)))];
}
