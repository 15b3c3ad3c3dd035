using System.Runtime.InteropServices;

namespace Sluice.Files;

/// <summary>Asks the system what .NET does not report: whether a path is a regular file, which must be known before opening it.</summary>
internal static unsafe partial class SystemCalls
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;

    // The struct statx is the same on all processors: 256 bytes, with the mode in the 16 bits from byte 28.
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>What a path refers to, or <see langword="null"/> if the system does not say.</summary>
    public static PathKind? FindKind(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var found = stackalloc byte[StatxSize];
        int result;
        try
        {
            result = Statx(CurrentFolder, path, 0, TypeOnly, found);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        if (result == 0)
        {
            return (*(ushort*)(found + ModeOffset) & TypeMask) switch
            {
                0x8000 => PathKind.File,
                0x4000 => PathKind.Folder,
                0x1000 => PathKind.Pipe,
                0xC000 => PathKind.Socket,
                _ => PathKind.Device,
            };
        }

        return Marshal.GetLastPInvokeError() switch
        {
            2 or 20 => PathKind.Nothing,
            13 => PathKind.Hidden,
            36 => PathKind.TooLong,
            40 => PathKind.Loop,
            _ => null,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* found);
}
