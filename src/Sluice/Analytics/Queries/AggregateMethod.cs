namespace Sluice.Analytics.Queries;

/// <summary>How the values of a group become one.</summary>
public enum AggregateMethod
{
    /// <summary>The sum, of 38 digits unless it is of floating point numbers. Of whole numbers a whole number.</summary>
    Sum,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The mean of floating point numbers.</summary>
    Average,

    /// <summary>The middle value, or the mean of the two middle ones, as a floating point number.</summary>
    Median,

    /// <summary>How many different values there are.</summary>
    CountDistinct,

    /// <summary>How many values there are.</summary>
    CountValues,

    /// <summary>How many rows there are.</summary>
    Count,

    /// <summary>How many groups the select has, in each of its rows.</summary>
    GroupCount,
}
