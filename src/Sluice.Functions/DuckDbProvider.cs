using Sluice.DuckDb;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary>The embedded warehouse: the connection string is a file, as such or as <c>Data Source=file</c>.</summary>
internal sealed class DuckDbProvider : IWarehouseProvider
{
    private const string DataSource = "Data Source=";

    /// <inheritdoc/>
    public string Name => "DuckDb";

    /// <inheritdoc/>
    public IWarehouse Open(string connectionString)
    {
        var path = connectionString.Trim();
        path = path.StartsWith(DataSource, StringComparison.OrdinalIgnoreCase) ? path[DataSource.Length..].TrimEnd(';') : path;
        if (path.Length == 0 || path.Contains('=', StringComparison.Ordinal))
        {
            throw new SluiceSettingsException("The setting Warehouse__ConnectionString should be a file, such as Data Source=.sluice/warehouse.duckdb.");
        }

        try
        {
            return DuckDbWarehouse.Open(path);
        }
        catch (Exception e) when (e is DllNotFoundException || e.InnerException is DllNotFoundException)
        {
            throw new SluiceSettingsException(
                "The setting Warehouse__Provider is DuckDb, and this app was published without it (EmbeddedWarehouse=false).");
        }
    }
}
