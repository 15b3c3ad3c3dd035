using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace Sluice.DuckDb.Instance;

/// <summary>DuckDB's native library, and how its allocator is to work.</summary>
/// <remarks>
/// On Linux DuckDB allocates what it counts by a jemalloc of its own, and the rest by the C library. Both keep arenas for the threads that
/// allocate, and what a thread has freed stays with its arena until threads of that arena are at work again: with loads that go from
/// thread to thread this came to more than all that DuckDB counts. So there is one arena of each. jemalloc reads its options from the
/// environment when it is loaded, and at no later time can the number of its arenas be set.
/// </remarks>
internal static partial class DuckDbLibrary
{
    private const string Variable = "DUCKDB_JE_MALLOC_CONF";
    private const string Options = "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0";

    // Of glibc's malloc.h: M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD and M_ARENA_MAX. Set, the thresholds no longer grow with what is
    // freed, and blocks of this size go back to the system at once.
    private static readonly (int Option, int Value)[] AllocatorOptions = [(-1, LargeBlock), (-2, 0), (-3, LargeBlock), (-8, 1)];

    private const int LargeBlock = 128 << 10;

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        Configure();
        return NativeLibrary.TryLoad("duckdb", typeof(DuckDBConnection).Assembly, null, out _);
    });

    /// <summary>Loads it, and says whether it is there. It stays loaded.</summary>
    public static bool TryLoad() => Loaded.Value;

    /// <summary>Sets how memory is allocated. If any of it fails, all is well but for the memory.</summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Environment.SetEnvironmentVariable changes a copy that only .NET sees. Options of who started the process stay.
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
            // musl has no such options.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAllocatorOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
