namespace Sluice.Ledger;

/// <summary>One error of one reject, as the ledger stores it: one row of <c>sluice.reject</c>.</summary>
/// <param name="Load">The id of the load that rejected it.</param>
/// <param name="File">The file's path, container first.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Row">The number of the row among the data rows of the file, from 1.</param>
/// <param name="Line">The line that it starts on, from 1.</param>
/// <param name="ByteOffset">The byte offset at which it starts in the file, from 0.</param>
/// <param name="Error">The index of the error within the row, from 0. Counting where it is 0 counts rejects.</param>
/// <param name="Field">The field at fault, or <see langword="null"/> for the row as a whole.</param>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="Message">What is wrong, as a sentence for the person who corrects the file.</param>
/// <param name="RawText">The record as it is in the file, with asterisks in place of sensitive values.</param>
public sealed record StoredReject(
    long Load, string File, string Dataset, long Row, long Line, long ByteOffset, int Error, string? Field, string Rule, string Message,
    string RawText);
