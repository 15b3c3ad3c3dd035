using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Requests;

/// <summary>A request for rows.</summary>
public sealed record AnalyticsRequest
{
    /// <summary>The set of the requested rows.</summary>
    public required EntitySet Set { get; init; }

    /// <summary>The values of the key, in order, if one row is requested by key; otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<ParameterExpression>? Key { get; init; }

    /// <summary>The row that the requested rows are related to, or <see langword="null"/>.</summary>
    public ParentRow? Parent { get; init; }

    /// <summary>Whether one row is requested.</summary>
    public bool IsOne => Key is not null || Parent is { Navigation.IsCollection: false };

    /// <summary>
    /// The address of the rows, relative to the service: <c>ads</c>, <c>ads(1)</c>, <c>users(1)/ads</c> or <c>ads(1)/owner</c>.
    /// </summary>
    public string Address => Parent is { } parent
        ? $"{EntityKey.Write(parent.Set, parent.Key.Select(k => k.Value!))}/{parent.Navigation.Name}"
        : Key is { } key ? EntityKey.Write(Set, key.Select(k => k.Value!)) : Set.Name;

    /// <summary>The only requested property of one row (<c>ads(1)/price</c>), or <see langword="null"/>.</summary>
    public EntityProperty? Property { get; init; }

    /// <summary>Whether the value of the property is requested as text (<c>ads(1)/price/$value</c>).</summary>
    public bool IsRaw { get; init; }

    /// <summary>Whether only the number of rows is requested (<c>/$count</c>).</summary>
    public bool IsCount { get; init; }

    /// <summary>The query options by name, <c>$</c> included, except those for the format of the answer.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>A page size below the limit, or <see langword="null"/>.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>Whether one answer has all rows, without paging.</summary>
    public bool IsWhole { get; init; }
}
