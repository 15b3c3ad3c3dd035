namespace Sluice.Analytics.Queries;

/// <summary>The functions and operators that every dialect implements, as OData defines them (Part 2, 5.1.1) unless noted here.</summary>
public enum SqlFunction
{
    /// <summary><c>add</c> of two numbers.</summary>
    Add,

    /// <summary><c>sub</c> of two numbers.</summary>
    Subtract,

    /// <summary><c>mul</c> of two numbers.</summary>
    Multiply,

    /// <summary><c>div</c> of two whole numbers, rounded towards zero; null if the second is 0. The first has at most 32 digits.</summary>
    IntegerDivide,

    /// <summary><c>div</c> of two floating point numbers; null if the second is 0.</summary>
    Divide,

    /// <summary>
    /// <c>mod</c> of two numbers, with the sign of the first; null if the second is 0. For floating point numbers also null if the quotient
    /// is 2^53 or more, because no digit of the remainder would be right.
    /// </summary>
    Modulo,

    /// <summary>The negated number.</summary>
    Negate,

    /// <summary>The absolute value of a number.</summary>
    Absolute,

    /// <summary>
    /// The number clamped to 0 … 1,073,741,823, which exceeds the length of any text. The fraction of a floating point number is dropped.
    /// </summary>
    NotNegative,

    /// <summary>A floating point number without its fraction.</summary>
    Truncate,

    /// <summary>The first value that is not null.</summary>
    Coalesce,

    /// <summary>
    /// The value converted to another kind or precision: a number to floating point or to a type that it fits into, a date to its first
    /// moment.
    /// </summary>
    Cast,

    /// <summary><c>round</c> of a decimal or floating point number: to the nearest whole number, halves away from zero.</summary>
    Round,

    /// <summary><c>floor</c> of a decimal or floating point number.</summary>
    Floor,

    /// <summary><c>ceiling</c> of a decimal or floating point number.</summary>
    Ceiling,

    /// <summary><c>length</c> of a text, spaces at its end included.</summary>
    Length,

    /// <summary><c>tolower</c>.</summary>
    ToLower,

    /// <summary><c>toupper</c>.</summary>
    ToUpper,

    /// <summary><c>trim</c> of the white space of ASCII.</summary>
    Trim,

    /// <summary><c>concat</c> of two texts.</summary>
    Concat,

    /// <summary>The text after the number of characters in the second argument, which is not negative.</summary>
    SubstringFrom,

    /// <summary>
    /// As <see cref="SubstringFrom"/>, with at most the number of characters in the third argument, which is not negative.
    /// </summary>
    Substring,

    /// <summary><c>indexof</c>: the first position of the second text in the first, from 0, or -1. An empty text is at 0.</summary>
    IndexOf,

    /// <summary><c>contains</c>, a condition.</summary>
    Contains,

    /// <summary><c>startswith</c>, a condition.</summary>
    StartsWith,

    /// <summary><c>endswith</c>, a condition.</summary>
    EndsWith,

    /// <summary>The year of a date or timestamp.</summary>
    Year,

    /// <summary>The month of a date or timestamp.</summary>
    Month,

    /// <summary>The day of the month of a date or timestamp.</summary>
    Day,

    /// <summary>The hour of a time or timestamp.</summary>
    Hour,

    /// <summary>The minute of a time or timestamp.</summary>
    Minute,

    /// <summary>The whole seconds of a time or timestamp.</summary>
    Second,

    /// <summary>The fraction of the second of a time or timestamp, as a floating point number from 0 to less than 1.</summary>
    FractionalSeconds,

    /// <summary><c>date</c> of a timestamp.</summary>
    Date,

    /// <summary>The Monday of the week of a date or timestamp, as a date.</summary>
    WeekStart,

    /// <summary>The first day of the month of a date or timestamp, as a date.</summary>
    MonthStart,

    /// <summary>The first day of the quarter of a date or timestamp, as a date.</summary>
    QuarterStart,

    /// <summary>The first day of the year of a date or timestamp, as a date.</summary>
    YearStart,

    /// <summary><c>time</c> of a timestamp.</summary>
    TimeOfDay,

    /// <summary>
    /// A timestamp that is later by the days in the second argument and the microseconds, less than a day, in the third. Both can be
    /// negative.
    /// </summary>
    AddDuration,

    /// <summary><c>matchesPattern</c>, a condition. Not every dialect has it.</summary>
    MatchesPattern,

    /// <summary>A whole number or a date as text, as OData writes it.</summary>
    AsText,

    /// <summary>The seconds from the second timestamp to the first, as a floating point number.</summary>
    SecondsBetween,
}
