namespace Sluice.Analytics.Queries;

/// <summary>The functions and operators that every dialect has. All are those of OData (Part 2, 5.1.1), save as said here.</summary>
public enum SqlFunction
{
    /// <summary><c>add</c> of two numbers.</summary>
    Add,

    /// <summary><c>sub</c> of two numbers.</summary>
    Subtract,

    /// <summary><c>mul</c> of two numbers.</summary>
    Multiply,

    /// <summary><c>div</c> of two whole numbers, towards zero; null if the second is 0. The first has 32 digits at most.</summary>
    IntegerDivide,

    /// <summary><c>div</c> of two floating point numbers; null if the second is 0.</summary>
    Divide,

    /// <summary>
    /// <c>mod</c> of two numbers, with the sign of the first; null if the second is 0. Of floating point numbers null too if the quotient
    /// has 2^53 or more: no digit of the remainder would be right.
    /// </summary>
    Modulo,

    /// <summary>The number with the other sign.</summary>
    Negate,

    /// <summary>A number without its sign.</summary>
    Absolute,

    /// <summary>
    /// The number, or 0 if it is less; at most 1,073,741,823, which is longer than any text. Of a floating point number without its
    /// fraction.
    /// </summary>
    NotNegative,

    /// <summary>A floating point number without its fraction.</summary>
    Truncate,

    /// <summary>The first of some values of a kind that is not null.</summary>
    Coalesce,

    /// <summary>
    /// The value as another kind or with other digits: a number as a floating point number or one that it fits into, a date as its first
    /// moment.
    /// </summary>
    Cast,

    /// <summary><c>round</c> of a decimal or floating point number: to the nearest whole one, halves away from zero.</summary>
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

    /// <summary>The text after as many characters as the second argument says, which is not negative.</summary>
    SubstringFrom,

    /// <summary>The same, and at most as long as the third argument says, which is not negative.</summary>
    Substring,

    /// <summary><c>indexof</c>: where the second text first is in the first, from 0, or -1. The empty text is at 0.</summary>
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

    /// <summary><c>time</c> of a timestamp.</summary>
    TimeOfDay,

    /// <summary>The seconds from the second timestamp to the first, as a floating point number.</summary>
    SecondsBetween,
}
