namespace Sluice.Lake;

/// <summary>The type of a field, by the names of the Table Schema standard (<c>type</c>, in lower case there).</summary>
public enum FieldType
{
    /// <summary>Text; the default type.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A calendar date without a time.</summary>
    Date,

    /// <summary>A time of day without a date.</summary>
    Time,

    /// <summary>A date with a time.</summary>
    Datetime,

    /// <summary>A calendar year.</summary>
    Year,
}
