namespace Sluice.Analytics.Queries;

/// <summary>A column of the result of a select.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Name">Its name.</param>
/// <param name="AsText">Whether a number is returned as text, because it may have more digits than <see cref="decimal"/> holds.</param>
public sealed record Projection(QueryExpression Value, string Name, bool AsText = false);
