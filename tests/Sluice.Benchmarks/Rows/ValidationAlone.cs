using System.Globalization;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Peers;
using Sluice.IO;
using Sluice.Local.Generate.Tables;
using Sluice.Rows;
using Sluice.Validation;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// Validation without a warehouse, with all constraints of the sample lake, beside records of CsvHelper that check only types. No row
/// is dirty: a reject costs a sentence and the raw row. One thread each.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class ValidationAlone(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "validation";

    private SampleFile? expected;
    private long allocated;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => "validation alone";

    /// <inheritdoc/>
    public override string PeerName => "CsvHelper GetRecords<T>, without validation";

    /// <inheritdoc/>
    public override Limit Limit => new(1.5);

    private string Csv => workspace.CleanAds(workspace.Options.Rows);

    /// <inheritdoc/>
    public override string Describe(double own) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {expected!.Bytes / own / 1e3:0} MB/s, {(double)allocated / workspace.Options.Rows:0.00} bytes allocated a row");

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken) =>
        expected = await workspace.GenerateCleanAsync(workspace.Options.Rows, cancellationToken);

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) => Measured.MillisecondsAsync(async () =>
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var found = await FileValidator.ValidateAsync(
            AdsLake.Merged.Datasets[0], new WarehouseLimits(TicksPerUnit: 10), new ReadOptions(), OpenAsync, _ => { }, cancellationToken);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        if ((found.Rows, found.Rejected) != (expected!.Good, expected.Bad))
        {
            throw new InvalidOperationException(
                $"{found.Rows} rows passed and {found.Rejected} did not, where {expected.Good} and {expected.Bad} should.");
        }
    });

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => Measured.MillisecondsAsync(() =>
    {
        var read = AdReader.Read(Csv).LongCount();
        return read >= expected!.Good
            ? Task.CompletedTask
            : throw new InvalidOperationException($"The peer read {read} of {expected.Good} good rows.");
    });

    private Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        var stream = new FileStream(Csv, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }
}
