using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// A value or a condition of a query. A condition is an expression of kind <see cref="ColumnKind.Boolean"/>; it has three values if
/// <paramref name="Nullable"/>.
/// </summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Nullable">Whether it may be null.</param>
public abstract record QueryExpression(ColumnKind Kind, bool Nullable)
{
    /// <summary>Decimals only: how many digits after the decimal point the type has.</summary>
    public int Scale { get; init; }
}
