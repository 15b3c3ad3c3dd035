namespace Sluice.IntegrationTests.Model;

/// <summary>One version of a file.</summary>
/// <param name="path">The file's path.</param>
/// <param name="content">Its bytes.</param>
/// <param name="modified">The time of the write, by the lake.</param>
/// <param name="etag">The version's etag in the lake.</param>
internal sealed class ModelVersion(string path, byte[] content, DateTimeOffset modified, string etag)
{
    private readonly Lazy<PlainContent> plain = new(() => PlainReader.Read(path, content, long.MaxValue));
    private readonly Lazy<HashSet<ModelRow>> rows = new(() => [.. PlainReader.Read(path, content, long.MaxValue).Rows]);

    public byte[] Content => content;

    public int Length => content.Length;

    public DateTimeOffset Modified => modified;

    public string ETag => etag;

    /// <summary>What is in it by the first edition of the lake definition.</summary>
    public PlainContent Plain => plain.Value;

    /// <summary>What is in it if numbers above a greatest one are rejected.</summary>
    public PlainContent PlainUpTo(long most) => PlainReader.Read(path, content, most);

    /// <summary>Whether it has a row.</summary>
    public bool Has(ModelRow row) => rows.Value.Contains(row);
}
