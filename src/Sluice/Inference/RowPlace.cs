namespace Sluice.Inference;

/// <summary>Where a row is.</summary>
/// <param name="Row">Its number among the rows that can be read of all files, from 1.</param>
/// <param name="File">The name of its file.</param>
/// <param name="Line">The line of the file that it starts on, from 1.</param>
internal readonly record struct RowPlace(long Row, string File, long Line);
