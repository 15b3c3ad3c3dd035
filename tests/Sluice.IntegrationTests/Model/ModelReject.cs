namespace Sluice.IntegrationTests.Model;

/// <summary>A reject as it is in the ledger, or should be.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Row">The number of the row in it.</param>
/// <param name="RawText">The record.</param>
internal sealed record ModelReject(string File, long Row, string RawText);
