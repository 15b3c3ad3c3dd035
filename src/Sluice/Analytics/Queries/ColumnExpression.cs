using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A column of one of the relations of a select, or of one that the select is nested in.</summary>
/// <param name="Alias">The alias of the relation, unique in the whole query.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Nullable">Whether it may be null.</param>
public sealed record ColumnExpression(string Alias, string Name, ColumnKind Kind, bool Nullable) : QueryExpression(Kind, Nullable);
