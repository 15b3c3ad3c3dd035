using BenchmarkDotNet.Attributes;
using Sluice.IO;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Validation.Rows;

namespace Sluice.Benchmarks.Micro;

/// <summary>
/// Measures the way from the bytes of a CSV to typed columns, for every type and format of Table Schema. Each row has eight
/// values of the one type.
/// </summary>
public class FieldTypes : IAsyncDisposable
{
    /// <summary>The rows of an operation.</summary>
    internal const int Rows = 4096;

    private readonly List<Reject> rejects = [];
    private DatasetReader? reader;
    private ColumnBatch? batch;

    /// <summary>The types and formats.</summary>
    public static IEnumerable<TypeSample> Samples => TypeSample.All;

    /// <summary>The type and format that is measured.</summary>
    [ParamsSource(nameof(Samples))]
    public TypeSample Sample { get; set; } = TypeSample.All[0];

    /// <summary>Starts to read a file that does not end.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        var descriptor = Path.GetTempFileName();
        await File.WriteAllTextAsync(descriptor, Sample.LakeDefinition);
        var dataset = LakeDefinitionFile.Load(descriptor).Datasets[0];
        File.Delete(descriptor);
        batch = new ColumnBatch(dataset.Schema, Rows);
        reader = await DatasetReader.StartAsync(
            dataset, new WarehouseLimits(TicksPerUnit: 10), new ReadOptions(),
            (_, _) => Task.FromResult<Stream>(new EndlessFile(TypeSample.Header, Sample.Rows)), hashing: false, CancellationToken.None);
    }

    /// <summary>A batch of rows.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async ValueTask Row()
    {
        await reader!.ReadAsync(batch!, rejects, CancellationToken.None);
        if (batch!.Count != Rows || rejects.Count > 0)
        {
            throw new InvalidOperationException($"{batch.Count} of {Rows} rows passed.");
        }
    }

    /// <summary>Ends the reading.</summary>
    [GlobalCleanup]
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return reader?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
