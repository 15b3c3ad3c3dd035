using Microsoft.Extensions.Configuration;
using Sluice.AzureStorage;
using Sluice.Folder;
using Sluice.Lake;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;

namespace Sluice.Local.Hosting;

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
    /// <exception cref="CommandException">The storage that they name is none.</exception>
    /// <exception cref="AzuriteException">Azurite is missing or does not start.</exception>
    public static async Task<LakeAccess> OpenAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        if (options.Data is { } folder)
        {
            var layout = new FolderLayout(folder, LocalFile.LoadLake(options.Lake));
            return new LakeAccess(new FolderLake(layout, TimeSpan.Zero, TimeProvider.System), null);
        }

        if (options.Storage is { } account)
        {
            return new LakeAccess(new AzureLake(Read(account).CreateClient()), null);
        }

        var azurite = await LocalStorage.OpenAsync(options.Home, startAnew: false, cancellationToken);
        return new LakeAccess(new AzureLake(Read(azurite.Endpoints.ConnectionString).CreateClient()), azurite);
    }

    // Who names only the address signs in.
    private static LakeStorageSettings Read(string account)
    {
        var name = Uri.IsWellFormedUriString(account, UriKind.Absolute)
            ? $"{LakeStorageSettings.Name}:blobServiceUri"
            : LakeStorageSettings.Name;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, account)]).Build();
        return LakeStorageSettings.TryRead(configuration, out var settings, out _)
            ? settings
            : throw new CommandException(
                ExitCode.Usage, "--storage is neither the connection string of a storage account nor the address of its blob service.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => azurite?.DisposeAsync() ?? ValueTask.CompletedTask;
}
