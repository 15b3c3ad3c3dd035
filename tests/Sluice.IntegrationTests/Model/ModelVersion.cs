namespace Sluice.IntegrationTests.Model;

/// <summary>One version of a file.</summary>
/// <param name="path">The file's path.</param>
/// <param name="content">Its bytes.</param>
/// <param name="modified">When the lake says it was written.</param>
internal sealed class ModelVersion(string path, byte[] content, DateTimeOffset modified)
{
    private readonly Lazy<PlainContent> plain = new(() => PlainReader.Read(path, content));
    private readonly Lazy<HashSet<ModelRow>> rows = new(() => [.. PlainReader.Read(path, content).Rows]);

    public int Length => content.Length;

    public DateTimeOffset Modified => modified;

    public PlainContent Plain => plain.Value;

    /// <summary>Whether it has a row.</summary>
    public bool Has(ModelRow row) => rows.Value.Contains(row);
}
