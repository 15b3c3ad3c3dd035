namespace Sluice.Validation.Parsing;

/// <summary>A line that was taken for one record, whatever is in it.</summary>
/// <param name="Raw">Its bytes, or the first of them.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="LineBreak">The bytes of its line break; 0 if the file ends before it is known.</param>
internal sealed record SkippedLine(byte[] Raw, long Length, int LineBreak);
