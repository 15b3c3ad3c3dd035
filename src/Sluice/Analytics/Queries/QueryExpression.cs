using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// A value or a condition of a query. A condition is an expression of kind <see cref="ColumnKind.Boolean"/>. If
/// <paramref name="Nullable"/>, it has three values.
/// </summary>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Nullable">Whether it may be null.</param>
public abstract record QueryExpression(ColumnKind Kind, bool Nullable)
{
    /// <summary>
    /// The number of digits of the type, for numbers that are not floating point. For a whole number, 0 means 64 bits with any digits, and
    /// more than <see cref="MaxNarrow"/> means that it may exceed 64 bits.
    /// </summary>
    public int Precision { get; init; }

    /// <summary>Decimals only: the number of digits after the decimal point.</summary>
    public int Scale { get; init; }

    /// <summary>The greatest number of digits such that all whole numbers with as many fit into 64 bits.</summary>
    public const int MaxNarrow = 18;

    /// <summary>The type of the value in the warehouse.</summary>
    public ColumnType Type => new(Kind, (byte)Precision, (byte)Scale);
}
