namespace Sluice.Ledger;

/// <summary>One error of one reject as the ledger has it: one row of <c>sluice.reject</c>.</summary>
/// <param name="Load">The number of the load that rejected it.</param>
/// <param name="File">The file's path, container first.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Row">The number of the row among the data rows of the file, from 1.</param>
/// <param name="Line">The line that it starts on, from 1.</param>
/// <param name="ByteOffset">Where it starts in the file, in bytes from 0.</param>
/// <param name="Error">Which error of the row this is, from 0: rejects are counted where it is 0.</param>
/// <param name="Field">The field at fault, or <see langword="null"/> if it is the row as a whole.</param>
/// <param name="Rule">What it breaks.</param>
/// <param name="Message">A sentence for the one who mends it.</param>
/// <param name="RawText">The record as it is in the file.</param>
public sealed record StoredReject(
    long Load, string File, string Dataset, long Row, long Line, long ByteOffset, int Error, string? Field, string Rule, string Message,
    string RawText);
