namespace Sluice.Loading;

/// <summary>How a load stands while it runs, for a progress bar.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Bytes">Bytes of the file gone through.</param>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Rejected">Rows that did not.</param>
public readonly record struct LoadReport(string File, long Bytes, long Length, long Rows, long Rejected);
