using Sluice.Lake;

namespace Sluice.DuckDb.Schema;

/// <summary>The names of columns that views have beside those of a table.</summary>
internal static class ViewColumn
{
    /// <summary>The name, with as many underscores at its end as no field has.</summary>
    public static string Named(string name, Dataset dataset)
    {
        while (dataset.Schema.Fields.Any(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_";
        }

        return name;
    }
}
