namespace Sluice.Loading;

/// <summary>The progress of a running load.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Bytes">The bytes of the file read so far.</param>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Rejected">Rows that were rejected.</param>
public readonly record struct LoadReport(string File, long Bytes, long Length, long Rows, long Rejected);
