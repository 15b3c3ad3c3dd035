namespace Sluice.Benchmarks.Comparing;

/// <summary>The sizes of a comparison.</summary>
/// <param name="Rows">Rows of the file that is loaded.</param>
/// <param name="MemoryRows">Rows of the large file whose load's peak of memory is measured.</param>
/// <param name="Files">Files that are listed and swept.</param>
/// <param name="Runs">How often each side is measured.</param>
internal sealed record CompareOptions(int Rows, int MemoryRows, int Files, int Runs);
