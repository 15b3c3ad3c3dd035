namespace Sluice.Analytics.Queries;

/// <summary>
/// A row, or none, of another table for each row of a select (a left join). If several match it is the first by its order.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Alias">Its alias, unique in the whole query.</param>
/// <param name="Columns">Its columns that the select uses.</param>
/// <param name="On">Columns of what is there already, and the columns of the table that must be equal to them.</param>
/// <param name="Order">What is first if several match; empty if at most one can match.</param>
public sealed record Join(
    Table Table, string Alias, IReadOnlyList<string> Columns, IReadOnlyList<(ColumnExpression Left, ColumnExpression Right)> On,
    IReadOnlyList<string> Order)
{
    /// <summary>
    /// Whether there is a row for each row that matches, and none for those of the select that have none (an inner join), whatever the
    /// order.
    /// </summary>
    public bool IsInner { get; init; }
}
