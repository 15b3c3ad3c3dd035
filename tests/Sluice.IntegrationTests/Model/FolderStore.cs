using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// A lake in a folder. Files that are appended to are written in place, as a shell does. The others are written beside their place and
/// moved there, or in place too: then whoever reads them meanwhile sees them cut.
/// </summary>
internal sealed class FolderStore : ModelStore
{
    private readonly TemporaryFolder folder = new();
    private int writes;

    public override string Name => NameOf(folder.Path);

    public override async Task<ModelVersion> WriteAsync(ModelFile file, byte[] content, int from)
    {
        var place = PlaceOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var isInPlace = file.IsAppended || writes++ % 3 == 0;
        if (isInPlace && from == 0)
        {
            // Whoever sees it without bytes, or with a part of them, loads that until the next version.
            file.EmptyAfter = file.Versions.Count;
        }

        if (isInPlace)
        {
            await using var stream = new FileStream(
                place, from == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await stream.WriteAsync(content.AsMemory(from));
        }
        else
        {
            var part = Path.Combine(Path.GetDirectoryName(place)!, ".part");
            await File.WriteAllBytesAsync(part, content);
            File.Move(part, place, overwrite: true);
        }

        var time = File.GetLastWriteTimeUtc(place).Ticks;
        return new ModelVersion(file.Path, content, new DateTimeOffset(time - time % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero), "");
    }

    public override Task DeleteAsync(ModelFile file)
    {
        File.Delete(PlaceOf(file));
        return Task.CompletedTask;
    }

    public override Task<string?> FindAsync(ModelFile file) => Task.FromResult(File.Exists(PlaceOf(file)) ? "" : null);

    // A folder does not stop.
    public override Task<bool> RestartAsync() => Task.FromResult(false);

    public override ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Half of the files lie in the folder of the container, the others beside it.
    private string PlaceOf(ModelFile file) =>
        file.Name.EndsWith("1.csv", StringComparison.Ordinal) || file.Name.EndsWith("2.csv", StringComparison.Ordinal)
            ? folder.Of(ModelLake.Container, file.Name)
            : folder.Of(file.Name);
}
