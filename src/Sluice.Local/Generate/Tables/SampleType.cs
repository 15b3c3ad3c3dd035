namespace Sluice.Local.Generate.Tables;

internal enum SampleType
{
    /// <summary>A column that is not in the schema: every value is accepted.</summary>
    Ignored,

    /// <summary>A Table Schema string.</summary>
    Text,

    /// <summary>A Table Schema string with an enum.</summary>
    Choice,

    /// <summary>A Table Schema integer.</summary>
    Integer,

    /// <summary>A decimal(12,2).</summary>
    Money,

    /// <summary>A decimal(9,6).</summary>
    Degrees,

    /// <summary>A Table Schema date.</summary>
    Date,

    /// <summary>A Table Schema datetime.</summary>
    Datetime,
}
