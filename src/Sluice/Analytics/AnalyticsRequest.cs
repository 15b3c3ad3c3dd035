using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics;

/// <summary>What is asked for.</summary>
public sealed record AnalyticsRequest
{
    /// <summary>The set whose rows are asked for.</summary>
    public required EntitySet Set { get; init; }

    /// <summary>The values of its key if one row is asked for, in the order of the key; else <see langword="null"/>.</summary>
    public IReadOnlyList<ParameterExpression>? Key { get; init; }

    /// <summary>Whether only the number of rows is asked for (<c>/$count</c>).</summary>
    public bool IsCount { get; init; }

    /// <summary>The query options by name, <c>$</c> included, without those that are about the form of the answer.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Fewer rows of one answer than is the limit, or <see langword="null"/>.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>Whether all rows come in one answer.</summary>
    public bool IsWhole { get; init; }
}
