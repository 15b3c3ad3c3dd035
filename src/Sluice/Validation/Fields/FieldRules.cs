using Sluice.Lake;
using Sluice.Rows;

namespace Sluice.Validation.Fields;

/// <summary>Checks what a field's descriptor says in the field's own terms: bounds, enum values, format.</summary>
internal static class FieldRules
{
    /// <summary>
    /// What is wrong with a field, each with the property that has it, relative to the field (<c>constraints/minimum</c>).
    /// </summary>
    public static IEnumerable<(string Property, string Message)> Check(Field field)
    {
        var problems = new List<(string, string)>();
        FieldReaders.Create(field, new WarehouseLimits(TicksPerUnit: 1), default, problems);
        return problems;
    }
}
