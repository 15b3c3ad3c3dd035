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

    /// <summary>The value that a tenth of the values are below, interpolated, as a floating point number.</summary>
    Percentile10,

    /// <summary>The value that a quarter of the values are below.</summary>
    Percentile25,

    /// <summary>The value that three quarters of the values are below.</summary>
    Percentile75,

    /// <summary>The value that nine tenths of the values are below.</summary>
    Percentile90,

    /// <summary>The value that 95 of 100 values are below.</summary>
    Percentile95,

    /// <summary>The value that 99 of 100 values are below.</summary>
    Percentile99,

    /// <summary>The standard deviation of a sample, as a floating point number; null for a single value.</summary>
    Deviation,

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
/// A percentile of a column over the rows of the same group, repeated in each row of the group. It replaces the aggregate if the database
/// has percentiles only as window functions.
/// </summary>
/// <param name="Share">The share of values that are below, as a number: <c>0.5</c>.</param>
/// <param name="Argument">The column.</param>
/// <param name="Partition">The columns of the group; empty for all rows.</param>
public sealed record PercentileExpression(string Share, ColumnExpression Argument, IReadOnlyList<ColumnExpression> Partition)
    : QueryExpression(ColumnKind.Double, true);

/// <summary>An aggregate over rows of a select, repeated in each of them.</summary>
/// <param name="Method">The aggregation method.</param>
/// <param name="Argument">What is aggregated; <see langword="null"/> for the number of rows.</param>
/// <param name="Order">
/// Over all rows before this one in an order, and for <see cref="AggregateMethod.Count"/> this one too; empty for all rows.
/// </param>
/// <param name="Kind">The kind of the result.</param>
public sealed record WindowExpression(
    AggregateMethod Method, ColumnExpression? Argument, IReadOnlyList<Ordering> Order, ColumnKind Kind)
    : QueryExpression(Kind, Method != AggregateMethod.Count);

/// <summary>The number of rows with the same value in a column, repeated in each of them.</summary>
/// <param name="Partition">The column.</param>
public sealed record PartitionCountExpression(ColumnExpression Partition) : QueryExpression(ColumnKind.Int64, false);

/// <summary>The number of a row, from 1, among the rows with the same value in a column.</summary>
/// <param name="Partition">The column.</param>
/// <param name="Order">The order; at least one part.</param>
public sealed record RowNumberExpression(ColumnExpression Partition, IReadOnlyList<Ordering> Order)
    : QueryExpression(ColumnKind.Int64, false);
