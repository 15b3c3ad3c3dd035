namespace Sluice.Validation.Parsing;

/// <summary>What is at a place of a file.</summary>
internal enum Stop
{
    /// <summary>Text.</summary>
    None,

    /// <summary>The end of a field.</summary>
    Delimiter,

    /// <summary>The end of a record.</summary>
    Record,

    /// <summary>More bytes are needed to decide.</summary>
    More,
}
