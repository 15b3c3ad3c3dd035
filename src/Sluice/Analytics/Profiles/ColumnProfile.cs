using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Profiles;

/// <summary>What the values of one column look like.</summary>
/// <remarks>
/// A value is a <see cref="string"/>, <see cref="long"/>, <see cref="ExactNumber"/> (decimals), <see cref="double"/>,
/// <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/> or <see cref="DateTime"/> (UTC). What does not apply to the kind of
/// the column is <see langword="null"/>. The mean, the quartiles and the histogram leave out infinities and NaN.
/// </remarks>
/// <param name="Property">The column.</param>
/// <param name="Nulls">How many rows have no value.</param>
/// <param name="Distinct">How many different values there are.</param>
internal sealed record ColumnProfile(EntityProperty Property, long Nulls, long Distinct)
{
    /// <summary>Whether <see cref="Distinct"/> is an estimate.</summary>
    public bool IsApproximate { get; init; }

    /// <summary>Numbers, dates and times: the least value.</summary>
    public object? Min { get; init; }

    /// <summary>Numbers, dates and times: the greatest value.</summary>
    public object? Max { get; init; }

    /// <summary>Numbers: the mean; <see langword="null"/> also if the sum would be out of range.</summary>
    public double? Mean { get; init; }

    /// <summary>Numbers: the values that a quarter, half and three quarters of the values are below; estimates.</summary>
    public IReadOnlyList<double>? Quartiles { get; init; }

    /// <summary>Numbers, dates and timestamps: how many values are in each part of the range; none if there are no values.</summary>
    public IReadOnlyList<HistogramBin>? Histogram { get; init; }

    /// <summary>
    /// The most frequent values, the most frequent first; <see langword="null"/> if the column has too many different values for that to
    /// say anything.
    /// </summary>
    public IReadOnlyList<ValueCount>? Top { get; init; }

    /// <summary>Texts: the least number of characters.</summary>
    public long? Shortest { get; init; }

    /// <summary>Texts: the greatest number of characters.</summary>
    public long? Longest { get; init; }
}

/// <summary>How many values are in one part of a range.</summary>
/// <param name="From">The least value of the part.</param>
/// <param name="To">Its end, which belongs to it only in the last part.</param>
/// <param name="Rows">How many rows have a value in it.</param>
internal sealed record HistogramBin(object From, object To, long Rows);

/// <summary>How many rows have a value.</summary>
/// <param name="Value">The value. Of a text, the first <see cref="ProfileLimits.Characters"/> characters.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record ValueCount(object Value, long Rows);
