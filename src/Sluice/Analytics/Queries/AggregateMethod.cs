namespace Sluice.Analytics.Queries;

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
}
