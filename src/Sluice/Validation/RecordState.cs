namespace Sluice.Validation;

/// <summary>What a parser found.</summary>
internal enum RecordState
{
    /// <summary>A record.</summary>
    Record,

    /// <summary>A record that is too long to be read as one; the parser is at its end.</summary>
    TooLong,

    /// <summary>The end of the file.</summary>
    End,
}
