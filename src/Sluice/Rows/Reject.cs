namespace Sluice.Rows;

/// <summary>One row that did not pass validation.</summary>
/// <param name="Row">Its number among the data rows of the file, from 1.</param>
/// <param name="Line">The line of the file that it starts on, from 1, the header's lines included.</param>
/// <param name="ByteOffset">The byte offset at which it starts, from 0; in a compressed file, in the inflated content.</param>
/// <param name="Errors">All its errors; at least one.</param>
/// <param name="RawText">The record as it is in the file, without its line break, and with asterisks in place of sensitive values.</param>
public sealed record Reject(long Row, long Line, long ByteOffset, IReadOnlyList<RejectError> Errors, string RawText)
{
    /// <summary>
    /// The bytes of <see cref="RawText"/>, as they are in the file or, for another encoding, in UTF-8. For a record that is too large, only
    /// its start.
    /// </summary>
    public ReadOnlyMemory<byte> RawBytes { get; init; }
}
