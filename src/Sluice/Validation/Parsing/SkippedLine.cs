namespace Sluice.Validation.Parsing;

/// <summary>A line that was skipped as one record, whatever it contains.</summary>
/// <param name="Raw">Its bytes, or only the first ones of a long line.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LineBreak">The length of its line break in bytes; 0 if the file ends before that is known.</param>
internal sealed record SkippedLine(byte[] Raw, long Length, int LineBreak);
