namespace Sluice.Validation.Parsing;

/// <summary>What a parser found.</summary>
internal enum RecordState
{
    /// <summary>A record.</summary>
    Record,

    /// <summary>
    /// A line that begins no record: the record would be too long, has an unclosed quote, or contains a line break and has text after a
    /// closing quote. Only a <see cref="DialectRecordParser"/> tells which, and continues at the next line. A <see cref="CsvRecordParser"/>
    /// stops here.
    /// </summary>
    Unreadable,

    /// <summary>The end of the file.</summary>
    End,
}
