namespace Sluice.Ledger;

/// <summary>A record of the lake that has an erased key: one row of <c>sluice.remain</c>.</summary>
/// <param name="Operation">The id of the erasure.</param>
/// <param name="Dataset">The dataset of the file.</param>
/// <param name="File">The file's path, container first.</param>
/// <param name="Row">The number of the row among the data rows of the file, from 1; 0 if the file could not be read, so that nobody knows
/// what it has.</param>
/// <param name="Line">The line that it starts on, from 1; 0 if the file could not be read.</param>
public sealed record Remain(long Operation, string Dataset, string File, long Row, long Line);
