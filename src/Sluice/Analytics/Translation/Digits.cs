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

    // A quotient of decimals has at least 6 digits after the point in T-SQL.
    private const int MostOfDividend = Most - 6;

    // A product of decimals in T-SQL has a digit more than both have; if that is one too many, digits after the point past the sixth go.
    private const int SafeScale = 6;

    /// <summary>All of them; at least one.</summary>
    public int All => Math.Max(1, Whole + Scale);

    /// <summary>Those of a value that is no <see cref="ArithmeticExpression"/>.</summary>
    public static Digits From(QueryExpression value) => value switch
    {
        ParameterExpression { Value: ExactNumber number } => new Digits(number.Whole, number.Scale),
        { Kind: ColumnKind.Int64, Precision: 0 } => new Digits(OfInt64, 0),
        _ => new Digits(value.Precision - value.Scale, value.Scale),
    };

    /// <summary>Those of a result; <see langword="null"/> if it may have more than can be worked out exactly.</summary>
    /// <param name="function">The operator, or the way to round.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second, if there is one.</param>
    public static Digits? From(SqlFunction function, Digits a, Digits b)
    {
        var both = Common(a, b);
        return function switch
        {
            SqlFunction.Add or SqlFunction.Subtract => Fitting(new Digits(both.Whole + 1, both.Scale)),
            SqlFunction.Multiply => new Digits(a.Whole + b.Whole, a.Scale + b.Scale) is var product
                && product.All + (product.Scale > SafeScale ? 1 : 0) <= Most ? product : null,
            SqlFunction.IntegerDivide => a.Whole <= MostOfDividend && both.All <= Most ? a : null,
            SqlFunction.Modulo => both.All <= Most ? new Digits(Math.Min(a.Whole, b.Whole), both.Scale) : null,
            SqlFunction.Negate => a,
            _ => Fitting(new Digits(a.Whole + 1, a.Scale)) is null ? null : new Digits(a.Whole + 1, 0),
        };
    }

    /// <summary>Those of a type that has all values of two others.</summary>
    public static Digits Common(Digits a, Digits b) => new(Math.Max(a.Whole, b.Whole), Math.Max(a.Scale, b.Scale));

    private static Digits? Fitting(Digits digits) => digits.All <= Most ? digits : null;
}
