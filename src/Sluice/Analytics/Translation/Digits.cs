using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>How many digits the values of an exact number have at most.</summary>
/// <param name="Whole">Before the decimal point.</param>
/// <param name="Scale">After it.</param>
internal readonly record struct Digits(int Whole, int Scale)
{
    /// <summary>The most digits of an exact number: those of the widest decimal of both warehouses.</summary>
    public const int Most = 38;

    // A number of 64 bits.
    private const int OfInt64 = 19;

    /// <summary>All of them; at least one.</summary>
    public int All => Math.Max(1, Whole + Scale);

    /// <summary>Those of a value that is no <see cref="ArithmeticExpression"/>.</summary>
    public static Digits From(QueryExpression value) => value switch
    {
        ParameterExpression { Value: ExactNumber number } => new Digits(number.Whole, number.Scale),
        ParameterExpression { Value: long number } => new Digits(new ExactNumber(number, 0).Whole, 0),
        { Kind: ColumnKind.Int64, Precision: 0 } => new Digits(OfInt64, 0),
        _ => new Digits(value.Precision - value.Scale, value.Scale),
    };

    /// <summary>Those of a type that has all values of two others.</summary>
    public static Digits Common(Digits a, Digits b) => new(Math.Max(a.Whole, b.Whole), Math.Max(a.Scale, b.Scale));
}
