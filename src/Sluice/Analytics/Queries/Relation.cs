namespace Sluice.Analytics.Queries;

/// <summary>A source of rows for a select.</summary>
public abstract record Relation;

/// <summary>A table of the warehouse. Its name comes from the model, never from a request.</summary>
/// <param name="Schema">Its schema: <c>lake</c> or <c>sluice</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record Table(string Schema, string Name) : Relation;

/// <summary>The rows of several selects, which have the same columns.</summary>
/// <param name="Selects">The selects; at least one.</param>
public sealed record Union(IReadOnlyList<Select> Selects) : Relation;

/// <summary>Rows of values from the request, or calculated for it. They never become SQL text.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows, at least one, each with one value per column.</param>
public sealed record ParameterRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ParameterExpression>> Rows) : Relation;
