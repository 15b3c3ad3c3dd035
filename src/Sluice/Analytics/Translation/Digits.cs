using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>The greatest number of digits of an exact number.</summary>
/// <param name="Whole">The digits before the decimal point.</param>
/// <param name="Scale">The digits after it.</param>
internal readonly record struct Digits(int Whole, int Scale)
{
    /// <summary>The greatest number of digits of any exact number: that of the widest decimal of both warehouses.</summary>
    public const int Most = 38;

    // The digits of a 64-bit number.
    private const int OfInt64 = 19;

    /// <summary>All digits; at least one.</summary>
    public int All => Math.Max(1, Whole + Scale);

    /// <summary>The digits of a value that is not an <see cref="ArithmeticExpression"/>.</summary>
    public static Digits From(QueryExpression value) => value switch
    {
        ParameterExpression { Value: ExactNumber number } => new Digits(number.Whole, number.Scale),
        ParameterExpression { Value: long number } => new Digits(new ExactNumber(number, 0).Whole, 0),
        { Kind: ColumnKind.Int64, Precision: 0 } => new Digits(OfInt64, 0),
        _ => new Digits(value.Precision - value.Scale, value.Scale),
    };

    /// <summary>The digits of the smallest type that holds all values of two others.</summary>
    public static Digits Common(Digits a, Digits b) => new(Math.Max(a.Whole, b.Whole), Math.Max(a.Scale, b.Scale));
}
