using Sluice.Lake.Definition;

namespace Sluice.DuckDb.Schema;

/// <summary>Names of additional columns of views.</summary>
internal static class ViewColumn
{
    /// <summary>A name that no field has: the given one, with underscores appended until it is unique.</summary>
    public static string Named(string name, Dataset dataset)
    {
        while (dataset.Schema.Fields.Any(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_";
        }

        return name;
    }
}
