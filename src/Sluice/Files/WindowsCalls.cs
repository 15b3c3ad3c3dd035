using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Files;

/// <summary>Asks Windows what .NET does not report: the number of a file, and when its properties last changed.</summary>
internal static unsafe partial class WindowsCalls
{
    private const int BasicInfo = 0;
    private const int IdInfo = 18;
    private const uint AnyShare = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;
    private const uint ReadAttributes = 0x80;
    private const uint FolderAttribute = 0x10;

    /// <summary>The state of a path, or <see langword="null"/> if the system does not say.</summary>
    public static FileState? FindState(string path)
    {
        using var handle = Open(Path.GetFullPath(path), ReadAttributes, AnyShare, 0, OpenExisting, BackupSemantics, 0);
        Basic basic;
        Identity id;
        if (handle.IsInvalid || !Query(handle, BasicInfo, &basic, (uint)sizeof(Basic)))
        {
            return null;
        }

        // Some drives have no numbers of files. Then the time of the creation stands for it.
        var name = Query(handle, IdInfo, &id, (uint)sizeof(Identity)) ? $"{id.Volume:x}-{id.High:x}{id.Low:x16}" : $"{basic.Created:x}";
        return (basic.Attributes & FolderAttribute) != 0
            ? FileState.Of(PathKind.Folder) with { Id = name }
            : GetFileType(handle) != 1
                ? FileState.Of(PathKind.Device)
                : new FileState(
                    PathKind.File, name, RandomAccess.GetLength(handle), Ticks(basic.Created), Ticks(basic.Written),
                    Ticks(basic.Changed == 0 ? basic.Written : basic.Changed));
    }

    private static long Ticks(long fileTime) => DateTime.FromFileTimeUtc(fileTime).Ticks;

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle Open(
        string name, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandleEx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Query(SafeFileHandle file, int kind, void* information, uint size);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetFileType(SafeFileHandle file);

    // FILE_BASIC_INFO.
    private struct Basic
    {
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public uint Attributes;
    }

    // FILE_ID_INFO.
    private struct Identity
    {
        public ulong Volume;
        public ulong Low;
        public ulong High;
    }
}
