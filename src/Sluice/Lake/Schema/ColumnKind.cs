namespace Sluice.Lake.Schema;

/// <summary>How the values of a column are held, in a batch and in a warehouse.</summary>
public enum ColumnKind
{
    /// <summary>UTF-8 text. Azure SQL <c>nvarchar(n|max)</c>, DuckDB <c>VARCHAR</c>.</summary>
    Text,

    /// <summary>A 64-bit signed integer. <c>bigint</c> in both warehouses.</summary>
    Int64,

    /// <summary>An exact decimal of a fixed precision and scale. <c>decimal(p,s)</c> in both warehouses.</summary>
    Decimal,

    /// <summary>A 64-bit binary floating point number. Azure SQL <c>float</c>, DuckDB <c>DOUBLE</c>.</summary>
    Double,

    /// <summary>True or false. Azure SQL <c>bit</c>, DuckDB <c>BOOLEAN</c>.</summary>
    Boolean,

    /// <summary>Days since 1970-01-01. <c>date</c> in both warehouses.</summary>
    Date,

    /// <summary>Ticks (100 ns) since midnight. Azure SQL <c>time(7)</c>, DuckDB <c>TIME</c> (1 µs).</summary>
    Time,

    /// <summary>Ticks (100 ns) since 1970-01-01T00:00:00. Azure SQL <c>datetime2(7)</c>, DuckDB <c>TIMESTAMP</c> (1 µs).</summary>
    Timestamp,
}
