namespace Sluice.IntegrationTests.Model;

/// <summary>The content of a file.</summary>
/// <param name="Rows">Its valid rows.</param>
/// <param name="Rejects">Its rejects.</param>
/// <param name="Complete">How many of its rows and rejects cannot change when the file grows.</param>
internal sealed record PlainContent(IReadOnlyList<ModelRow> Rows, IReadOnlyList<ModelReject> Rejects, long Complete);
