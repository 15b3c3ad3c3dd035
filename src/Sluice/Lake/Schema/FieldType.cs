namespace Sluice.Lake.Schema;

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

    /// <summary>A month of a year.</summary>
    Yearmonth,

    /// <summary>A length of time, as XML Schema writes it (<c>P1DT12H</c>).</summary>
    Duration,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON array.</summary>
    Array,

    /// <summary>Values of one type with a delimiter between them.</summary>
    List,

    /// <summary>A place on the earth.</summary>
    Geopoint,

    /// <summary>A GeoJSON or TopoJSON object.</summary>
    Geojson,

    /// <summary>Any text, stored as it is. The type of a field that names none.</summary>
    Any,
}
