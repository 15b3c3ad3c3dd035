namespace Sluice.Rows;

/// <summary>One row that did not pass.</summary>
/// <param name="Row">Its number among the data rows of the file, from 1.</param>
/// <param name="Line">The line of the file that it starts on, from 1, the header's lines included.</param>
/// <param name="ByteOffset">Where it starts in the file, in bytes from 0; in a compressed file, in what that inflates to.</param>
/// <param name="Errors">Everything that is wrong with it; at least one.</param>
/// <param name="RawText">The record as it is in the file, without its line break; asterisks in the place of sensitive fields.</param>
public sealed record Reject(long Row, long Line, long ByteOffset, IReadOnlyList<RejectError> Errors, string RawText)
{
    /// <summary>
    /// The bytes of <see cref="RawText"/> as they are in the file (of another encoding: in UTF-8), without its line break; of one over the
    /// record size, its start.
    /// </summary>
    public ReadOnlyMemory<byte> RawBytes { get; init; }
}
