namespace Sluice.Validation.Parsing;

/// <summary>What a parser found.</summary>
internal enum RecordState
{
    /// <summary>A record.</summary>
    Record,

    /// <summary>
    /// A line that begins no record: one that would be too long, that its quotes do not end, or that goes over a line break and has text
    /// after a closing quote. Only a <see cref="DialectRecordParser"/> knows what is wrong and reads on at the next line; a
    /// <see cref="CsvRecordParser"/> is at its end.
    /// </summary>
    Unreadable,

    /// <summary>The end of the file.</summary>
    End,
}
