namespace Sluice.Analytics.Queries;

/// <summary>An operator that compares two values.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal; null is equal to null.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,
}
