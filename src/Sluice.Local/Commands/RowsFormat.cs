namespace Sluice.Local.Commands;

/// <summary>How rows are written.</summary>
internal enum RowsFormat
{
    /// <summary>As a table for people.</summary>
    Table,

    /// <summary>As CSV, with a header.</summary>
    Csv,

    /// <summary>As a JSON array of objects.</summary>
    Json,
}
