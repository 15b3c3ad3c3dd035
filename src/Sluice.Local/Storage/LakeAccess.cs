using Sluice.AzureStorage;
using Sluice.Folder;
using Sluice.Lake;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;

namespace Sluice.Local.Storage;

/// <summary>The files of a lake, for a verb that does not open the warehouse. Another process may serve the lake meanwhile.</summary>
internal sealed class LakeAccess : IAsyncDisposable
{
    private readonly LocalStorage? azurite;

    private LakeAccess(ILakeStorage lake, LocalStorage? azurite)
    {
        Lake = lake;
        this.azurite = azurite;
    }

    /// <summary>The files.</summary>
    public ILakeStorage Lake { get; }

    /// <summary>Opens the storage that the options name, or the Azurite of the home folder.</summary>
    /// <exception cref="CommandException">The options name no storage.</exception>
    /// <exception cref="AzuriteException">Azurite is missing or does not start.</exception>
    public static async Task<LakeAccess> OpenAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        if (options.Data is { } folder)
        {
            var layout = new FolderLayout(folder, LocalFile.LoadLake(options.Lake));
            return new LakeAccess(new FolderLake(layout, TimeSpan.Zero, TimeProvider.System), null);
        }

        var azurite = options.Storage is null ? await LocalStorage.OpenAsync(options.Home, startAnew: false, cancellationToken) : null;
        try
        {
            var settings = LakeStorageSettings.FromConnectionString(options.Storage ?? azurite!.Endpoints.ConnectionString);
            return new LakeAccess(new AzureLake(settings.CreateClient()), azurite);
        }
        catch (FormatException)
        {
            throw new CommandException(ExitCode.Usage, "--storage is not a storage connection string.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => azurite?.DisposeAsync() ?? ValueTask.CompletedTask;
}
