using Sluice.Analytics.Model;

namespace Sluice.Analytics.Profiles;

/// <summary>What one pass tells about a column. What does not apply to its kind is <see langword="null"/>.</summary>
/// <param name="Property">The column.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Values">How many of them have a value.</param>
/// <param name="Distinct">How many different values there are, as the warehouse counts or estimates them.</param>
internal sealed record ColumnSummary(EntityProperty Property, long Rows, long Values, long Distinct)
{
    /// <summary>How many values are neither infinite nor NaN.</summary>
    public required long Finite { get; init; }

    /// <summary>The least value.</summary>
    public object? Min { get; init; }

    /// <summary>The greatest value.</summary>
    public object? Max { get; init; }

    /// <summary>Floating-point numbers: the least finite value.</summary>
    public object? Least { get; init; }

    /// <summary>Floating-point numbers: the greatest finite value.</summary>
    public object? Greatest { get; init; }

    /// <summary>Numbers: the mean of those up to <see cref="SummarySelect.MostOfMean"/>.</summary>
    public double? Mean { get; init; }

    /// <summary>Numbers: the three quartiles, if the warehouse estimates them.</summary>
    public IReadOnlyList<double>? Quartiles { get; init; }

    /// <summary>Texts: the least number of characters.</summary>
    public long? Shortest { get; init; }

    /// <summary>Texts: the greatest number of characters.</summary>
    public long? Longest { get; init; }
}
