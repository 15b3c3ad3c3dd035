namespace Sluice.Analytics.Queries;

/// <summary>A column that a select gives.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Name">Its name.</param>
/// <param name="AsText">Whether a decimal is given as its digits, since it may have more than fit into <see cref="decimal"/>.</param>
public sealed record Projection(QueryExpression Value, string Name, bool AsText = false);
