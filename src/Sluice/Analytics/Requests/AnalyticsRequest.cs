using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Requests;

/// <summary>What is asked for.</summary>
public sealed record AnalyticsRequest
{
    /// <summary>The set whose rows are asked for.</summary>
    public required EntitySet Set { get; init; }

    /// <summary>The values of its key if one row is asked for, in the order of the key; else <see langword="null"/>.</summary>
    public IReadOnlyList<ParameterExpression>? Key { get; init; }

    /// <summary>The row that the rows are related to, if only those are asked for; else <see langword="null"/>.</summary>
    public ParentRow? Parent { get; init; }

    /// <summary>Whether one row is asked for.</summary>
    public bool IsOne => Key is not null || Parent is { Navigation.IsCollection: false };

    /// <summary>The address of the rows below the service, if they are many: <c>ads</c> or <c>users(1)/ads</c>.</summary>
    public string Address => Parent is { } parent
        ? $"{EntityKey.Write(parent.Set, parent.Key.Select(k => k.Value!))}/{parent.Navigation.Name}"
        : Set.Name;

    /// <summary>Whether only the number of rows is asked for (<c>/$count</c>).</summary>
    public bool IsCount { get; init; }

    /// <summary>The query options by name, <c>$</c> included, without those that are about the form of the answer.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Fewer rows of one answer than is the limit, or <see langword="null"/>.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>Whether all rows come in one answer.</summary>
    public bool IsWhole { get; init; }
}
