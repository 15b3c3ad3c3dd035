namespace Sluice.Analytics.Queries;

/// <summary>How the values of a group become one.</summary>
public enum AggregateMethod
{
    /// <summary>The sum. Of whole numbers a whole number, of decimals an exact decimal.</summary>
    Sum,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The mean, as a floating point number.</summary>
    Average,

    /// <summary>The middle value, or the mean of the two middle ones, as a floating point number.</summary>
    Median,

    /// <summary>How many different values there are.</summary>
    CountDistinct,

    /// <summary>How many rows there are.</summary>
    Count,

    /// <summary>How many groups the select has, in each of its rows.</summary>
    GroupCount,
}
