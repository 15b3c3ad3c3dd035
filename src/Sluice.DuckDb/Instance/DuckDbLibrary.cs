using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace Sluice.DuckDb.Instance;

/// <summary>Loads DuckDB's native library, and configures memory allocation.</summary>
/// <remarks>
/// On Linux, DuckDB allocates its counted memory with its own jemalloc, and the rest with the C library. Both have arenas per thread, and
/// freed memory stays in its arena until a thread of that arena allocates again. Loads move from thread to thread, so this unused memory
/// grew larger than all that DuckDB counts. One arena each avoids that. jemalloc reads its options from the environment when it is loaded;
/// the number of arenas cannot be changed later.
/// </remarks>
internal static partial class DuckDbLibrary
{
    private const string Variable = "DUCKDB_JE_MALLOC_CONF";
    private const string Options = "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0";

    // From glibc's malloc.h: M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD and M_ARENA_MAX. Explicit thresholds no longer grow with freed
    // blocks, and large blocks go back to the system at once.
    private static readonly (int Option, int Value)[] AllocatorOptions = [(-1, LargeBlock), (-2, 0), (-3, LargeBlock), (-8, 1)];

    private const int LargeBlock = 128 << 10;

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        Configure();
        return NativeLibrary.TryLoad("duckdb", typeof(DuckDBConnection).Assembly, null, out _);
    });

    /// <summary>Loads the library once. Returns whether it is present.</summary>
    public static bool TryLoad() => Loaded.Value;

    /// <summary>Configures memory allocation. A failure only costs memory, so it is ignored.</summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Environment.SetEnvironmentVariable changes a copy that only .NET sees. Do not overwrite options that the user has set.
        _ = SetEnvironmentVariable(Variable, Options, overwrite: 0);
        try
        {
            foreach (var (option, value) in AllocatorOptions)
            {
                _ = SetAllocatorOption(option, value);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl does not have mallopt.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAllocatorOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
