using Sluice.AzureStorage;
using Sluice.Folder;
using Sluice.Lake;

namespace Sluice.IntegrationTests.Model;

/// <summary>Where the lake of the model test is, as the test writes it and as loaders open it.</summary>
internal abstract class ModelStore : IAsyncDisposable
{
    /// <summary>The value of <c>SLUICE_CHAOS_LAKE</c> for a folder.</summary>
    public const string Folder = "folder";

    private const string FolderPrefix = "folder:";

    // Less than most steps take, so that both versions with and without an incomplete line are loaded.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(40);

    /// <summary>Its name for loading processes.</summary>
    public abstract string Name { get; }

    /// <summary>The name of a folder.</summary>
    protected static string NameOf(string folder) => $"{FolderPrefix}{folder}";

    /// <summary>Opens a lake by its name.</summary>
    /// <param name="name">The connection string of a storage account, or the name of a folder.</param>
    /// <param name="chunkSize">The most bytes that are read at a time.</param>
    public static ILakeStorage Open(string name, int chunkSize) => name.StartsWith(FolderPrefix, StringComparison.Ordinal)
        ? new FolderLake(
            new FolderLayout(name[FolderPrefix.Length..], ModelLake.DefinitionOf(0)), Patience, TimeProvider.System, chunkSize)
        : new AzureLake(LakeStorageSettings.FromConnectionString(name).CreateClient(), chunkSize);

    /// <summary>How long its versions may be incomplete.</summary>
    public static TimeSpan UnrestOf(string name) =>
        name.StartsWith(FolderPrefix, StringComparison.Ordinal) ? Patience + Patience : TimeSpan.Zero;

    /// <summary>Writes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">All its bytes.</param>
    /// <param name="from">If it is appended to: the bytes that are there already.</param>
    /// <returns>The version.</returns>
    public abstract Task<ModelVersion> WriteAsync(ModelFile file, byte[] content, int from);

    /// <summary>Deletes a file.</summary>
    public abstract Task DeleteAsync(ModelFile file);

    /// <summary>The ETag of a file that is there, or <see langword="null"/>.</summary>
    public abstract Task<string?> FindAsync(ModelFile file);

    /// <summary>Restarts it, if it can be.</summary>
    /// <returns>Whether it may have forgotten the newest changes.</returns>
    public abstract Task<bool> RestartAsync();

    public abstract ValueTask DisposeAsync();
}
