using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// An operation on a column of <c>decimals</c> and a literal, and the values for which the service promises an exact result.
/// </summary>
internal sealed class NumberRule
{
    private const int Most = 38;

    private readonly string operation;
    private readonly Exact literal;
    private readonly (int Whole, int Scale) column;
    private readonly (int Whole, int Scale) other;

    private NumberRule(string column, string operation, string literal)
    {
        Column = column;
        this.operation = operation;
        this.literal = Exact.Parse(literal);
        Text = $"{column} {operation} {literal}";
        this.column = column switch
        {
            "id" => (19, 0),
            "d0" => (29, 9),
            "d1" => (24, 14),
            "d2" => (18, 20),
            _ => (10, 28),
        };
        var scale = Enumerable.Range(0, 29).First(s => (this.literal % new Exact(1, s)).IsZero);
        other = (Enumerable.Range(0, 29).First(this.literal.IsBelow), scale);
    }

    public string Column { get; }

    public string Text { get; }

    public static NumberRule Random(Random random, string column, string literal) =>
        new(column, ((string[])["add", "sub", "mul", "mod"])[random.Next(Exact.Parse(literal).IsZero ? 3 : 4)], literal);

    public Exact Result(Exact value) => operation switch
    {
        "add" => value + literal,
        "sub" => value - literal,
        "mul" => value * literal,
        _ => value % literal,
    };

    /// <summary>
    /// The magnitude to measure the error of an inexact result by. A remainder of floating-point numbers may be any number
    /// below the divisor.
    /// </summary>
    public double Magnitude(Exact value) => operation == "mod"
        ? (1.1e9 * Math.Abs(literal.ToDouble())) + (1e-6 * Math.Abs(value.ToDouble()))
        : Math.Abs(Result(value).ToDouble());

    /// <summary>Whether the result is exact: the result and the operands, as the operator needs them, have at most 38 digits.</summary>
    public bool IsExactFor(Exact value) => operation switch
    {
        "add" or "sub" => value.IsBelow(Most - Scale) && literal.IsBelow(Most - Scale) && Fits(Result(value)),
        "mul" when Scale <= 6 => Fits(Result(value)),
        "mul" => Most - 1 - Scale - other.Whole is >= 0 and var room && (column.Whole <= room || value.IsBelow(room)),
        _ => value.IsBelow(Most - Scale) && literal.IsBelow(Most - Scale),
    };

    /// <summary>Whether a sum of results is exact.</summary>
    public bool Fits(Exact sum) => sum.IsBelow(Most - Scale);

    private int Scale => operation == "mul" ? column.Scale + other.Scale : Math.Max(column.Scale, other.Scale);
}
