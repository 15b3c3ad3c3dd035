using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A value from the request, or calculated for it. It never becomes SQL text.</summary>
/// <param name="Value">By kind: <see cref="string"/>, <see cref="long"/>, <see cref="ExactNumber"/>, <see cref="double"/>,
/// <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/> or <see cref="DateTime"/> (UTC); <see langword="null"/> for no value.
/// A whole number beyond 64 bits is an <see cref="ExactNumber"/> too.</param>
/// <param name="Kind">The kind of the value.</param>
public sealed record ParameterExpression(object? Value, ColumnKind Kind) : QueryExpression(Kind, Value is null);
