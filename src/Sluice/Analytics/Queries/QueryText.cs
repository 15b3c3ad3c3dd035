namespace Sluice.Analytics.Queries;

/// <summary>A query as text of one dialect, with its parameters.</summary>
/// <param name="Sql">The text. Nothing of a request is in it.</param>
/// <param name="Parameters">The parameters, the first of which has number 1.</param>
public sealed record QueryText(string Sql, IReadOnlyList<ParameterExpression> Parameters);
