namespace Sluice.IntegrationTests.Model;

/// <summary>A reject: actual or expected.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Row">The number of the row in it.</param>
/// <param name="RawText">The record.</param>
internal sealed record ModelReject(string File, long Row, string RawText);
