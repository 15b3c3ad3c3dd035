using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Sluice.Validation.Keys;

/// <summary>
/// The keys of one file, to find those that are there twice. A key is held as 88 bits of a hash with a random seed, so of a thousand
/// million keys two that differ are taken for one less often than once in a hundred million files. An entry is 16 bytes: up to
/// <see cref="MostInMemory"/> of them are in memory, more are in a temporary file that the system keeps in as much memory as is free.
/// </summary>
internal sealed unsafe class KeySet : IDisposable
{
    /// <summary>The most entries that are in memory: 64 MiB.</summary>
    public const int MostInMemory = 4 * 1024 * 1024;

    private const int EntrySize = 16;
    private const int RowBits = 40;

    private readonly int mostInMemory;
    private Entry* entries;
    private long capacity;
    private MemoryMappedFile? file;
    private MemoryMappedViewAccessor? view;

    /// <summary>Creates an empty set.</summary>
    /// <param name="mostInMemory">The most entries that are in memory.</param>
    public KeySet(int mostInMemory = MostInMemory)
    {
        this.mostInMemory = mostInMemory;
        Allocate(16);
    }

    ~KeySet() => Free();

    /// <summary>How many keys it has.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it has outgrown memory.</summary>
    public bool IsInFile => file is not null;

    /// <summary>Adds the hash of a key with the row that has it.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="row">The row, from 1.</param>
    /// <param name="first">The row that has this key already; 0 if none.</param>
    /// <returns>Where it is, for <see cref="Remove"/>; -1 if it was there.</returns>
    public long Add(UInt128 hash, long row, out long first)
    {
        if (Count * 3 >= capacity * 2)
        {
            Grow();
        }

        var entry = new Entry((ulong)(hash >> 64), ((ulong)hash << RowBits) | (ulong)row);
        var place = Find(entry);
        first = entries[place].Row;
        if (first > 0)
        {
            return -1;
        }

        entries[place] = entry;
        Count++;
        return place;
    }

    /// <summary>Takes back what was added last.</summary>
    public void Remove(long place)
    {
        entries[place] = default;
        Count--;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private long Find(Entry entry)
    {
        var place = (long)(entry.High & (ulong)(capacity - 1));
        while (entries[place].Row > 0 && !entries[place].HasKeyOf(entry))
        {
            place = (place + 1) & (capacity - 1);
        }

        return place;
    }

    private void Grow()
    {
        var old = entries;
        var (oldCapacity, oldFile, oldView) = (capacity, file, view);
        Allocate(capacity * 4);
        for (var i = 0L; i < oldCapacity; i++)
        {
            if (old[i].Row > 0)
            {
                entries[Find(old[i])] = old[i];
            }
        }

        Free(old, oldFile, oldView);
    }

    private void Allocate(long size)
    {
        capacity = size;
        if (size <= mostInMemory)
        {
            file = null;
            view = null;
            entries = (Entry*)NativeMemory.AllocZeroed((nuint)size, EntrySize);
            return;
        }

        var stream = new FileStream(
            Path.Combine(Path.GetTempPath(), $"sluice-keys-{Guid.NewGuid():N}"),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        file = MemoryMappedFile.CreateFromFile(
            stream, null, size * EntrySize, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        entries = (Entry*)start;
    }

    private void Free()
    {
        Free(entries, file, view);
        entries = null;
        file = null;
        view = null;
    }

    private static void Free(Entry* entries, MemoryMappedFile? file, MemoryMappedViewAccessor? view)
    {
        if (view is null)
        {
            NativeMemory.Free(entries);
            return;
        }

        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file!.Dispose();
    }

    /// <summary>64 bits of a hash; 24 more bits of it and the row's number. No row is 0, so an empty entry is all zeros.</summary>
    [StructLayout(LayoutKind.Sequential, Size = EntrySize)]
    private readonly struct Entry(ulong high, ulong low)
    {
        private const ulong RowMask = (1UL << RowBits) - 1;

        public ulong High => high;

        public long Row => (long)(low & RowMask);

        private ulong Low => low & ~RowMask;

        public bool HasKeyOf(Entry other) => high == other.High && Low == other.Low;
    }
}
