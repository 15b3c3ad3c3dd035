using System.Runtime.InteropServices;

namespace Sluice.Files;

/// <summary>Asks macOS what .NET does not report: the number of a file, and when its properties last changed.</summary>
internal static unsafe partial class MacCalls
{
    // The struct stat with 64-bit numbers of files: 144 bytes.
    private const int Size = 144;
    private const int ModeOffset = 4;
    private const int NumberOffset = 8;
    private const int ModifiedOffset = 48;
    private const int ChangedOffset = 64;
    private const int CreatedOffset = 80;
    private const int LengthOffset = 96;

    /// <summary>The state of a path, or <see langword="null"/> if the system does not say.</summary>
    public static FileState? FindState(string path)
    {
        var found = stackalloc byte[Size];
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfX64(path, found) : Stat(path, found);
        return result != 0
            ? null
            : new FileState(
                SystemCalls.KindOfMode(*(ushort*)(found + ModeOffset)), $"{*(uint*)found:x}-{*(ulong*)(found + NumberOffset):x}",
                *(long*)(found + LengthOffset), Ticks(found + CreatedOffset), Ticks(found + ModifiedOffset), Ticks(found + ChangedOffset));
    }

    private static long Ticks(byte* time) => SystemCalls.TicksOf(*(long*)time, (uint)*(long*)(time + 8));

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, byte* found);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatOfX64(string path, byte* found);
}
