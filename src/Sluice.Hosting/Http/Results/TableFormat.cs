namespace Sluice.Hosting.Http.Results;

/// <summary>A format that has all rows of an answer as one table.</summary>
internal enum TableFormat
{
    /// <summary>Comma-separated values (RFC 4180).</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>A stream of Apache Arrow IPC.</summary>
    Arrow,
}
