using Sluice.DuckDb.Instance;

namespace Sluice.DuckDb.Schema;

/// <summary>The name of a table that rows are appended to.</summary>
/// <param name="Catalog">Its database: <c>warehouse</c> or <c>temp</c>.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct AppendTable(string Catalog, string Schema, string Name)
{
    /// <summary>The qualified and quoted name.</summary>
    public string Quoted => $"{Catalog}.{Schema}.{Sql.Quote(Name)}";
}
