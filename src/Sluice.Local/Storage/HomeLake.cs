using System.Text.Json;
using Sluice.Files;

namespace Sluice.Local.Storage;

/// <summary>
/// The folder lake that a home folder was last used with. Later commands with this home take it, so that none opens the warehouse of one
/// lake with another.
/// </summary>
/// <param name="Data">The full path of the folder.</param>
/// <param name="Definition">The full path of its lake definition.</param>
internal sealed record HomeLake(string Data, string Definition)
{
    /// <summary>Reads what was remembered; <see langword="null"/> if the home was used with no folder.</summary>
    public static HomeLake? Read(LocalHome home)
    {
        try
        {
            return LocalPath.KindOf(home.LakeFile) == PathKind.Nothing
                ? null
                : JsonSerializer.Deserialize<HomeLake>(File.ReadAllBytes(home.LakeFile));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // It can be made anew by naming the folder.
            return null;
        }
    }

    /// <summary>Remembers it.</summary>
    public void Write(LocalHome home) => File.WriteAllBytes(home.LakeFile, JsonSerializer.SerializeToUtf8Bytes(this));
}
