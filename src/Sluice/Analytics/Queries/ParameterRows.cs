namespace Sluice.Analytics.Queries;

/// <summary>Rows of values that came with the request, or were worked out for it. None of them becomes SQL text.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows, at least one; each has a value for each column.</param>
public sealed record ParameterRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterExpression>> Rows) : Relation;
