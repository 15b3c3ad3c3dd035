namespace Sluice.IntegrationTests.Model;

/// <summary>The key of a record of a file.</summary>
/// <param name="Row">The number of the record.</param>
/// <param name="Line">The line that it starts on.</param>
/// <param name="Key">The key.</param>
internal sealed record ModelKey(long Row, long Line, long Key);
