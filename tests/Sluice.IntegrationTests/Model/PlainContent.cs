namespace Sluice.IntegrationTests.Model;

/// <summary>What a file says.</summary>
/// <param name="Rows">Its valid rows.</param>
/// <param name="Rejects">Its rejects.</param>
/// <param name="Complete">How many rows and rejects of it cannot change when the file grows.</param>
internal sealed record PlainContent(IReadOnlyList<ModelRow> Rows, IReadOnlyList<ModelReject> Rejects, long Complete);
