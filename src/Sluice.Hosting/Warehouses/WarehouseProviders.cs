namespace Sluice.Hosting.Warehouses;

/// <summary>The kinds of database that the warehouse can be.</summary>
internal static class WarehouseProviders
{
    /// <summary>All providers.</summary>
    public static IReadOnlyList<IWarehouseProvider> All { get; } = [new DuckDbProvider(), new SqlServerProvider()];

    /// <summary>The names of all providers, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(p => p.Name));

    /// <summary>The provider of a name, ignoring case, or <see langword="null"/>.</summary>
    public static IWarehouseProvider? Find(string name) =>
        All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
