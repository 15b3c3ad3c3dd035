namespace Sluice.Inference;

/// <summary>A value that is not of its column's type.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Line">The line of the file that its row starts on, from 1, the header's lines included.</param>
/// <param name="Text">The text.</param>
public sealed record Misfit(string File, long Line, string Text);
