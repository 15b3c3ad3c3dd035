using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>An aggregate of a request: what the database aggregates for it, and what is made of that.</summary>
/// <param name="Alias">Its name.</param>
/// <param name="Parts">What the database aggregates.</param>
/// <param name="Value">Makes its value of those of its parts, in their order.</param>
internal sealed record Aggregate(
    string Alias, IReadOnlyList<AggregatePart> Parts, Func<IReadOnlyList<QueryExpression>, QueryExpression> Value);
