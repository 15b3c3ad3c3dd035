using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>An aggregate of a request: what the database aggregates for it, and how its value is calculated from that.</summary>
/// <param name="Alias">Its name in the result.</param>
/// <param name="Parts">What the database aggregates.</param>
/// <param name="Value">Calculates its value from the values of its parts, in order.</param>
internal sealed record Aggregate(
    string Alias, IReadOnlyList<AggregatePart> Parts, Func<IReadOnlyList<QueryExpression>, QueryExpression> Value);
