
namespace Sluice.Hosting.Warehouses;

/// <summary>The kinds of database that the warehouse can be.</summary>
internal static class WarehouseProviders
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IWarehouseProvider> All { get; } = [new DuckDbProvider(), new SqlServerProvider()];

    /// <summary>Their names, for a message.</summary>
    public static string Names => string.Join(", ", All.Select(p => p.Name));

    /// <summary>The one of a name, in upper or lower case, or <see langword="null"/>.</summary>
    public static IWarehouseProvider? Find(string name) =>
        All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
