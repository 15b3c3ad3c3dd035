namespace Sluice.Analytics.Queries;

/// <summary>A left join with at most one row of another table. If several rows match, the first by the order is used.</summary>
/// <param name="Table">The table.</param>
/// <param name="Alias">Its alias, unique in the whole query.</param>
/// <param name="Columns">The columns that the select uses.</param>
/// <param name="On">Pairs of a column of an earlier relation and the column of the table that must equal it.</param>
/// <param name="Order">The order of matching rows; empty if at most one can match.</param>
public sealed record Join(
    Table Table, string Alias, IReadOnlyList<string> Columns, IReadOnlyList<(ColumnExpression Left, ColumnExpression Right)> On,
    IReadOnlyList<string> Order)
{
    /// <summary>Whether it is instead an inner join with all matching rows. Then the order is ignored.</summary>
    public bool IsInner { get; init; }
}
