using Sluice.AzureStorage;
using Sluice.Local.Generate;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Storage;

namespace Sluice.Benchmarks.Comparing;

/// <summary>What rows share: sizes, a folder, sample data, and a storage emulator. Each is made when it is first asked for.</summary>
/// <param name="options">The sizes.</param>
internal sealed class Workspace(CompareOptions options) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-benchmark-");
    private readonly Dictionary<string, SampleFile> samples = [];
    private LocalStorage? azurite;
    private int files;

    /// <summary>The sizes.</summary>
    public CompareOptions Options => options;

    /// <summary>The lake definition of the sample lake.</summary>
    public static string SampleLake => RepositoryRoot.Of("lake", "datapackage.json");

    /// <summary>A new path, where no file has been.</summary>
    public string NewPath(string name) => Path.Combine(folder.FullName, $"{++files}-{name}");

    /// <summary>The folder of sample data of a size; <c>ads/Ads.csv</c> is in it once <see cref="GenerateAsync"/> has run.</summary>
    public string SampleFolder(int rows) => Path.Combine(folder.FullName, $"sample-{rows}");

    /// <summary>The path of the ads of a size.</summary>
    public string Ads(int rows) => Path.Combine(SampleFolder(rows), "ads", "Ads.csv");

    /// <summary>The path of ads without dirty rows, once <see cref="GenerateCleanAsync"/> has run.</summary>
    public string CleanAds(int rows) => Path.Combine(CleanFolder(rows), "ads", "Ads.csv");

    /// <summary>Generates sample data with one dirty row in a hundred, unless it exists.</summary>
    /// <returns>What the file of ads contains.</returns>
    public Task<SampleFile> GenerateAsync(int rows, CancellationToken cancellationToken) =>
        MakeAsync(new SampleOptions { Folder = SampleFolder(rows), Rows = rows }, cancellationToken);

    /// <summary>Generates sample data without dirty rows, unless it exists.</summary>
    /// <returns>What the file of ads contains.</returns>
    public Task<SampleFile> GenerateCleanAsync(int rows, CancellationToken cancellationToken) =>
        MakeAsync(new SampleOptions { Folder = CleanFolder(rows), Rows = rows, Dirt = 0 }, cancellationToken);

    /// <summary>The settings of the storage emulator. Starts it on first use.</summary>
    public async Task<LakeStorageSettings> StorageAsync(CancellationToken cancellationToken) =>
        LakeStorageSettings.FromConnectionString(await StorageConnectionStringAsync(cancellationToken));

    /// <summary>The connection string of the storage emulator. Starts it on first use.</summary>
    public async Task<string> StorageConnectionStringAsync(CancellationToken cancellationToken)
    {
        azurite ??= await LocalStorage.OpenAsync(new LocalHome(Path.Combine(folder.FullName, "home")), startAnew: false, cancellationToken);
        return azurite.Endpoints.ConnectionString;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Delete(recursive: true);
    }

    private string CleanFolder(int rows) => Path.Combine(folder.FullName, $"clean-{rows}");

    private async Task<SampleFile> MakeAsync(SampleOptions sample, CancellationToken cancellationToken)
    {
        if (!samples.TryGetValue(sample.Folder, out var ads))
        {
            var summary = await SampleGenerator.GenerateAsync(sample, null, cancellationToken);
            samples[sample.Folder] = ads = summary.Files.Single(f => f.Dataset == "ads");
        }

        return ads;
    }
}
