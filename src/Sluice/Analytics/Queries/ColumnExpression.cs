using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A column of a relation of the select, or of a select that contains it.</summary>
/// <param name="Alias">The alias of the relation, unique in the whole query.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Nullable">Whether it may be null.</param>
public sealed record ColumnExpression(string Alias, string Name, ColumnKind Kind, bool Nullable) : QueryExpression(Kind, Nullable);
