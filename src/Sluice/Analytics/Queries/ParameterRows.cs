namespace Sluice.Analytics.Queries;

/// <summary>Rows of values from the request, or calculated for it. They never become SQL text.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows, at least one, each with one value per column.</param>
public sealed record ParameterRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterExpression>> Rows) : Relation;
