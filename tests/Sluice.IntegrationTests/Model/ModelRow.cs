namespace Sluice.IntegrationTests.Model;

/// <summary>A row of a table: actual or expected.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Row">The number of the row in it.</param>
/// <param name="Name">The first field.</param>
/// <param name="N">The second.</param>
/// <param name="Id">The third, which is the key.</param>
internal sealed record ModelRow(string File, long Row, string? Name, long? N, long Id);
