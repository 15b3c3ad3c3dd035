using System.Diagnostics;
using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>The cost of a load after a large file has grown. <c>SLUICE_TEST_GROWTH_MB</c> sets its size.</summary>
public sealed class GrowthTests(AzuriteFixture azurite, ITestOutputHelper output) : LoadingTest(azurite)
{
    private const int BlockSize = 4_000_000;
    private const int NewRows = 10_000;
    private readonly RangeRecorder recorder = new();
    private readonly StringBuilder block = new();
    private int rows;

    private static int Megabytes =>
        Environment.GetEnvironmentVariable("SLUICE_TEST_GROWTH_MB") is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_an_append_blob_only_the_tail_is_downloaded(bool unique)
    {
        var options = new BlobClientOptions(LakeStorageSettings.EmulatorVersion);
        options.AddPolicy(recorder, HttpPipelinePosition.PerCall);
        var loader = await PrepareAsync(
            unique ? UniqueLake() : Lake(), storage: new AzureLake(new BlobServiceClient(Azurite.ConnectionString, options)));
        var blob = Azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await blob.CreateAsync(cancellationToken: Token);
        await AppendAsync(blob, "id,city\n");

        // Until it has the size, and is clearly older than one second: before, it might be another blob created in the same second.
        for (var size = 0L; size < Megabytes * 1_000_000L || await IsYoungAsync(blob); size += BlockSize)
        {
            await AppendAsync(blob, TakeRows(int.MaxValue));
        }

        var (full, fullTime) = await LoadAsync(loader);
        var before = recorder.Bytes;
        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.New, (long)rows), (full.State, full.Kind, full.Rows));

        var tail = TakeRows(NewRows);
        await AppendAsync(blob, tail);
        var (grown, grownTime) = await LoadAsync(loader);

        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.Append, (long)NewRows), (grown.State, grown.Kind, grown.Rows));
        Assert.Equal(tail.Length, recorder.Bytes - before);
        Assert.Equal(rows, Rows().Count);
        output.WriteLine(
            $"{before:N0} bytes in {fullTime.TotalMilliseconds:N0} ms, "
            + $"then {tail.Length:N0} in {grownTime.TotalMilliseconds:N0} ms: {grownTime / fullTime:P1}");
    }

    private static async Task<bool> IsYoungAsync(AppendBlobClient blob)
    {
        var properties = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
        return properties.LastModified - properties.CreatedOn < TimeSpan.FromSeconds(1);
    }

    private static async Task AppendAsync(AppendBlobClient blob, string text) =>
        await blob.AppendBlockAsync(new MemoryStream(Encoding.ASCII.GetBytes(text)), cancellationToken: Token);

    private async Task<(Load Load, TimeSpan Time)> LoadAsync(Loader loader)
    {
        var watch = Stopwatch.StartNew();
        return (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token), watch.Elapsed);
    }

    // The next rows, no more than fit into a block.
    private string TakeRows(int most)
    {
        block.Clear();
        for (var i = 0; i < most && block.Length < BlockSize - 100; i++)
        {
            rows++;
            block.Append(CultureInfo.InvariantCulture, $"{rows},The city of number {rows % 1000} by the sea and some more text about it\n");
        }

        return block.ToString();
    }
}
