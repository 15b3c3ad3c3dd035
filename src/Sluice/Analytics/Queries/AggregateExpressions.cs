using Sluice.Lake.Schema;

namespace Sluice.Analytics.Queries;

/// <summary>An aggregate of a grouped select. Nulls are ignored. Without values it is null, except for counts, which are 0.</summary>
/// <param name="Method">The aggregation method.</param>
/// <param name="Argument">The column to aggregate; <see langword="null"/> for the count of rows.</param>
/// <param name="Kind">The kind of the result.</param>
public sealed record AggregateExpression(AggregateMethod Method, ColumnExpression? Argument, ColumnKind Kind)
    : QueryExpression(
        Kind,
        Method is not (
            AggregateMethod.Count or AggregateMethod.CountValues or AggregateMethod.CountDistinct or AggregateMethod.GroupCount
            or AggregateMethod.ApproximateDistinct));

/// <summary>A method of aggregating the values of a group.</summary>
public enum AggregateMethod
{
    /// <summary>The sum. It has 38 digits, unless the values are floating point. The sum of whole numbers is whole.</summary>
    Sum,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The mean of floating point numbers.</summary>
    Average,

    /// <summary>The middle value, or the mean of the two middle ones, as a floating point number.</summary>
    Median,

    /// <summary>The number of different values.</summary>
    CountDistinct,

    /// <summary>The number of values.</summary>
    CountValues,

    /// <summary>The number of rows.</summary>
    Count,

    /// <summary>The number of groups of the select, repeated in each of its rows.</summary>
    GroupCount,

    /// <summary>The number of different values; an estimate, if the dialect has estimates.</summary>
    ApproximateDistinct,

    /// <summary>
    /// An estimate of the floating point number that a quarter of the values are below. Only if the dialect has estimates, as the next two.
    /// </summary>
    LowerQuartile,

    /// <summary>An estimate of the median.</summary>
    MiddleQuartile,

    /// <summary>An estimate of the number that three quarters of the values are below.</summary>
    UpperQuartile,
}

/// <summary>The number of rows of a select, which may refer to columns of the selects that contain it.</summary>
/// <param name="Rows">The select.</param>
public sealed record CountExpression(Select Rows) : QueryExpression(ColumnKind.Int64, false);

/// <summary>
/// The median of a column over the rows of the same group, repeated in each row of the group. It replaces the aggregate if the database has
/// the median only as a window function.
/// </summary>
/// <param name="Argument">The column.</param>
/// <param name="Partition">The columns of the group; empty for all rows.</param>
public sealed record MedianExpression(ColumnExpression Argument, IReadOnlyList<ColumnExpression> Partition)
    : QueryExpression(ColumnKind.Double, true);

/// <summary>The number of rows with the same value in a column, repeated in each of them.</summary>
/// <param name="Partition">The column.</param>
public sealed record PartitionCountExpression(ColumnExpression Partition) : QueryExpression(ColumnKind.Int64, false);

/// <summary>The number of a row, from 1, among the rows with the same value in a column.</summary>
/// <param name="Partition">The column.</param>
/// <param name="Order">The order; at least one part.</param>
public sealed record RowNumberExpression(ColumnExpression Partition, IReadOnlyList<Ordering> Order)
    : QueryExpression(ColumnKind.Int64, false);
