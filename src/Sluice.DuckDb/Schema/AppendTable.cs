using Sluice.DuckDb.Instance;

namespace Sluice.DuckDb.Schema;

/// <summary>A table that rows are appended to.</summary>
/// <param name="Catalog">Its database: <c>warehouse</c> or <c>temp</c>.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct AppendTable(string Catalog, string Schema, string Name)
{
    /// <summary>The table as statements name it.</summary>
    public string Quoted => $"{Catalog}.{Schema}.{Sql.Quote(Name)}";
}
