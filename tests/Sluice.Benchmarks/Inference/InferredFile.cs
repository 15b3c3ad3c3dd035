using System.Text.Json.Nodes;
using Sluice.Inference;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation;

namespace Sluice.Benchmarks.Inference;

/// <summary>What <c>infer</c> makes of a file, and what <c>validate</c> makes of that.</summary>
internal sealed class InferredFile : IDisposable
{
    private const string Name = "judged";

    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 10);
    private static readonly ReadOptions Options = new();

    private readonly SchemaInference inference;
    private readonly Lazy<Dataset> dataset;

    private InferredFile(string path, SchemaInference inference, string? refusal)
    {
        (Path, this.inference, Refusal) = (path, inference, refusal);
        dataset = new(Load);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Why the file was refused, or <see langword="null"/>.</summary>
    public string? Refusal { get; }

    /// <summary>Whether it was refused because it is no table, whatever the way to read it.</summary>
    public bool IsNoTable { get; private init; }

    /// <summary>The inference, if the file was not refused.</summary>
    public SchemaInference Inference => inference;

    /// <summary>The dataset as it is read from the definition that was written.</summary>
    public Dataset Dataset => dataset.Value;

    /// <summary>The number of rows that inference said will be rejects.</summary>
    public long Announced => inference.Skipped + inference.ToTable(Name).MisfitRows;

    /// <summary>Infers a file.</summary>
    public static async Task<InferredFile> OfAsync(string path, CancellationToken cancellationToken)
    {
        var inference = new SchemaInference(Limits, Options);
        try
        {
            await inference.ReadAsync(
                (offset, _) => Task.FromResult<Stream>(Open(path, offset)), path, long.MaxValue, cancellationToken,
                new FileInfo(path).Length);
            return new(path, inference, null);
        }
        catch (FileRefusedException e)
        {
            return new(path, inference, e.Message) { IsNoTable = e.IsNoTable };
        }
    }

    /// <summary>Validates a file with the definition that was inferred.</summary>
    public Task<FileValidation> ValidateAsync(string path, Action<Reject> onReject, CancellationToken cancellationToken) =>
        FileValidator.ValidateAsync(
            Dataset, Limits, Options, (offset, _) => Task.FromResult<Stream>(Open(path, offset)), onReject, cancellationToken, path,
            length: new FileInfo(path).Length);

    /// <inheritdoc/>
    public void Dispose() => inference.Dispose();

    private Dataset Load()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-judge-");
        try
        {
            var resource = ResourceJson.Write(Name, $"data/{Name}/*", inference);
            var path = System.IO.Path.Combine(folder.FullName, "datapackage.json");
            File.WriteAllText(path, new JsonObject { ["resources"] = new JsonArray(resource) }.ToJsonString());
            return LakeDefinitionFile.Load(path).Datasets[0];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static FileStream Open(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return stream;
    }
}
