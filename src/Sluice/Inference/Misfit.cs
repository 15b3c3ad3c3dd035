namespace Sluice.Inference;

/// <summary>A value that is not of its column's type.</summary>
/// <param name="Row">The number of its data row, from 1.</param>
/// <param name="Text">The text.</param>
public sealed record Misfit(long Row, string Text);
