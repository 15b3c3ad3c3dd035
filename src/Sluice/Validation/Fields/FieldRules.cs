using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.Validation.Fields;

/// <summary>Checks the parts of a field's descriptor that depend on its type: bounds, enum values, format.</summary>
internal static class FieldRules
{
    /// <summary>The errors of a field, each with the property that has it, relative to the field (<c>constraints/minimum</c>).</summary>
    public static IEnumerable<(string Property, string Message)> Check(Field field)
    {
        var problems = new List<(string, string)>();
        FieldReaders.Create(field, new WarehouseLimits(TicksPerUnit: 1), default, problems);
        return problems;
    }
}
