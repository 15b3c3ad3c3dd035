using System.Globalization;
using Sluice.Files;

namespace Sluice.Folder;

/// <summary>
/// The ETag of a version in a folder: the number of the file, its length, and when it was written and changed. A file that was written just
/// now can change again without showing it, and a program may still be writing its last line. Then the ETag is provisional: it has the
/// length and the time of the creation only, and the same bytes get another one a little later. Whoever has loaded the provisional version
/// then compares the bytes by their hash.
/// </summary>
/// <param name="Id">The number of the file.</param>
/// <param name="Length">The length of the version, which may be less than that of the file.</param>
/// <param name="Times">The other parts.</param>
/// <param name="IsProvisional">Whether it is provisional.</param>
internal readonly record struct FolderTag(string Id, long Length, string Times, bool IsProvisional)
{
    private const string Mark = "~";

    /// <summary>The ETag of all bytes of a file.</summary>
    public static FolderTag Of(FileState state) => new(state.Id, state.Length, $"{state.Modified:x}.{state.Changed:x}", false);

    /// <summary>The provisional ETag of the first bytes of a file.</summary>
    public static FolderTag OfStart(FileState state, long length) => new(state.Id, length, $"{state.Created:x}", true);

    /// <summary>Reads an ETag.</summary>
    /// <returns>The ETag, or <see langword="null"/> if the text is none of a folder.</returns>
    public static FolderTag? Parse(string text) =>
        text.Split('.', 3) is [var id, var length, var times]
        && long.TryParse(length, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes)
            ? new FolderTag(id, bytes, times.TrimEnd(Mark[0]), times.EndsWith(Mark[0]))
            : null;

    /// <summary>
    /// Whether a file can still have the bytes of this version at its start: it has not changed, or it is longer now and may have grown.
    /// </summary>
    public bool MayStartFile(FileState state) =>
        state.Kind == PathKind.File && state.Id == Id
        && (IsProvisional ? state.Length >= Length && this == OfStart(state, Length) : state.Length > Length || this == Of(state));

    /// <inheritdoc/>
    public override string ToString() => $"{Id}.{Length:x}.{Times}{(IsProvisional ? Mark : "")}";
}
