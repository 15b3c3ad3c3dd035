using Sluice.Lake.Schema;
using Sluice.Lake.Definition;

namespace Sluice.Warehouse;

/// <summary>Fields with the values that rows have in them.</summary>
/// <param name="Fields">The names of the fields.</param>
/// <param name="Values">Their values, in the same order; their types are those of <see cref="IErasure.ReadValuesAsync"/>.</param>
public sealed record FieldValues(IReadOnlyList<string> Fields, IReadOnlyList<object> Values)
{
    /// <summary>The column of a field.</summary>
    internal static ColumnType ColumnOf(Dataset dataset, string field) => dataset.Schema.Fields.First(f => f.Name == field).Column;

    /// <summary>Whether the columns of a dataset can have these values: a decimal can have more digits than its column.</summary>
    internal bool CanBeIn(Dataset dataset) =>
        Fields.Zip(Values).All(v => v.Second is not decimal number || KeyDecimal.Fits(number, ColumnOf(dataset, v.First)));
}
