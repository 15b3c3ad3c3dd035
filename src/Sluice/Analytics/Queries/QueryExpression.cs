using Sluice.Lake.Schema;

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

/// <summary>A column of a relation of the select, or of a select that contains it.</summary>
/// <param name="Alias">The alias of the relation, unique in the whole query.</param>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Nullable">Whether it may be null.</param>
public sealed record ColumnExpression(string Alias, string Name, ColumnKind Kind, bool Nullable) : QueryExpression(Kind, Nullable);

/// <summary>A value from the request, or calculated for it. It never becomes SQL text.</summary>
/// <param name="Value">By kind: <see cref="string"/>, <see cref="long"/>, <see cref="ExactNumber"/>, <see cref="double"/>,
/// <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/> or <see cref="DateTime"/> (UTC); <see langword="null"/> for no value.
/// A whole number beyond 64 bits is an <see cref="ExactNumber"/> too.</param>
/// <param name="Kind">The kind of the value.</param>
public sealed record ParameterExpression(object? Value, ColumnKind Kind) : QueryExpression(Kind, Value is null);

/// <summary>One of two values, or of two conditions. Only the chosen one is evaluated, so the other one may be out of range.</summary>
/// <param name="Condition">The condition that decides; null counts as false.</param>
/// <param name="Then">The value if it is true; <see langword="null"/> for null.</param>
/// <param name="Else">The value if it is not; <see langword="null"/> for null. At least one of the two must be given.</param>
public sealed record CaseExpression(QueryExpression Condition, QueryExpression? Then, QueryExpression? Else)
    : QueryExpression((Then ?? Else)!.Kind, Then is not { Nullable: false } || Else is not { Nullable: false })
{
    /// <summary>Creates a choice with the precision of the value that is given.</summary>
    /// <inheritdoc cref="CaseExpression(QueryExpression, QueryExpression?, QueryExpression?)"/>
    public static CaseExpression Create(QueryExpression condition, QueryExpression? then, QueryExpression? @else)
    {
        var given = (then ?? @else)!;
        return new CaseExpression(condition, then, @else) { Precision = given.Precision, Scale = given.Scale };
    }
}

/// <summary>A function or an arithmetic operator. It is null if an argument is null.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Kind">The kind of the result.</param>
/// <param name="Nullable">Whether it may be null. Division and remainder by zero are null.</param>
public sealed record FunctionExpression(SqlFunction Function, IReadOnlyList<QueryExpression> Arguments, ColumnKind Kind, bool Nullable)
    : QueryExpression(Kind, Nullable);
