using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary>A kind of warehouse that the setting <c>Warehouse__Provider</c> can name.</summary>
public interface IWarehouseProvider
{
    /// <summary>Its name in the setting.</summary>
    string Name { get; }

    /// <summary>Opens a warehouse.</summary>
    /// <param name="connectionString">The setting <c>Warehouse__ConnectionString</c>.</param>
    /// <exception cref="SluiceSettingsException">The connection string is wrong.</exception>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened.</exception>
    IWarehouse Open(string connectionString);
}
