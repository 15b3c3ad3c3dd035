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
    /// <summary>
    /// Numbers that are not floating point: how many digits the type has. 0 is that of a whole number of 64 bits, whatever its digits; more
    /// than <see cref="MaxNarrow"/> that of a whole number that may not fit there.
    /// </summary>
    public int Precision { get; init; }

    /// <summary>Decimals only: how many of the digits are after the decimal point.</summary>
    public int Scale { get; init; }

    /// <summary>The most digits of whole numbers all of which have 64 bits.</summary>
    public const int MaxNarrow = 18;

    /// <summary>The type of the value in the warehouse.</summary>
    public ColumnType Type => new(Kind, (byte)Precision, (byte)Scale);
}
