using System.Runtime.InteropServices;

namespace Sluice.Files;

/// <summary>Asks the system what .NET does not report: whether a path is a regular file, which must be known before opening it.</summary>
internal static unsafe partial class SystemCalls
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;
    private const uint AllAndCreation = 0xFFF;

    // The struct statx is the same on all processors: 256 bytes.
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int LengthOffset = 40;
    private const int CreatedOffset = 80;
    private const int ChangedOffset = 96;
    private const int ModifiedOffset = 112;
    private const int DriveOffset = 136;
    private const int TypeMask = 0xF000;

    /// <summary>What a path refers to, or <see langword="null"/> if the system does not say.</summary>
    public static PathKind? FindKind(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var found = stackalloc byte[StatxSize];
        return TryAsk(path, TypeOnly, found) is not { } result ? null
            : result == 0 ? KindOfMode(*(ushort*)(found + ModeOffset))
            : KindOfLastError();
    }

    /// <summary>The state of a path, or <see langword="null"/> if the system does not say.</summary>
    public static FileState? FindState(string path)
    {
        var found = stackalloc byte[StatxSize];
        if (TryAsk(path, AllAndCreation, found) is not { } result)
        {
            return null;
        }

        if (result != 0)
        {
            return KindOfLastError() is { } kind ? FileState.Of(kind) : null;
        }

        // A drive is two numbers of 32 bits.
        return new FileState(
            KindOfMode(*(ushort*)(found + ModeOffset)), $"{*(ulong*)(found + DriveOffset):x}-{*(ulong*)(found + NumberOffset):x}",
            *(long*)(found + LengthOffset), Ticks(found + CreatedOffset), Ticks(found + ModifiedOffset), Ticks(found + ChangedOffset));
    }

    /// <summary>What a mode of <c>stat</c> says that a path refers to.</summary>
    public static PathKind KindOfMode(int mode) => (mode & TypeMask) switch
    {
        0x8000 => PathKind.File,
        0x4000 => PathKind.Folder,
        0x1000 => PathKind.Pipe,
        0xC000 => PathKind.Socket,
        _ => PathKind.Device,
    };

    /// <summary>The ticks of UTC of a time that counts from 1970; 0 for the time 0, which stands for none.</summary>
    public static long TicksOf(long seconds, uint nanoseconds) =>
        (seconds, nanoseconds) == (0, 0u) ? 0
            : DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick);

    private static long Ticks(byte* time) => TicksOf(*(long*)time, *(uint*)(time + 8));

    private static int? TryAsk(string path, uint mask, byte* found)
    {
        try
        {
            return Statx(CurrentFolder, path, 0, mask, found);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static PathKind? KindOfLastError() => Marshal.GetLastPInvokeError() switch
    {
        2 or 20 => PathKind.Nothing,
        13 => PathKind.Hidden,
        36 => PathKind.TooLong,
        40 => PathKind.Loop,
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* found);
}
