using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Sluice.Validation.Keys;

/// <summary>
/// The set of the keys of one file, to find duplicates: an open-addressing hash table. A key is stored as 88 bits of a hash with a random
/// seed. With a billion keys, two different keys are mistaken for one in less than one of a hundred million files. An entry has 16 bytes.
/// Up to <see cref="MostInMemory"/> entries are in memory. A larger table is in a temporary memory-mapped file, which the system caches in
/// free memory.
/// </summary>
internal sealed unsafe class KeySet : IDisposable
{
    /// <summary>The greatest number of entries in memory: 64 MiB.</summary>
    public const int MostInMemory = 4 * 1024 * 1024;

    private const int EntrySize = 16;
    private const int RowBits = 40;

    private readonly int mostInMemory;
    private Entry* entries;
    private long capacity;
    private MemoryMappedFile? file;
    private MemoryMappedViewAccessor? view;

    /// <summary>Creates an empty set.</summary>
    /// <param name="mostInMemory">The greatest number of entries in memory.</param>
    public KeySet(int mostInMemory = MostInMemory)
    {
        this.mostInMemory = mostInMemory;
        Allocate(16);
    }

    ~KeySet() => Free();

    /// <summary>The number of keys.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it has moved to a file.</summary>
    public bool IsInFile => file is not null;

    /// <summary>Adds the hash of a key with the row that has it.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="row">The row, from 1.</param>
    /// <param name="first">The row that already has this key; 0 if none.</param>
    /// <returns>Its slot, for <see cref="Remove"/>; -1 if the key was in the set.</returns>
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

    /// <summary>Removes the key that was added last. Only that one: removing another would break probe sequences.</summary>
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

    /// <summary>
    /// 64 bits of a hash, then 24 more bits of it and the row's number in 40 bits. Row numbers start at 1, so an empty entry is all zeros.
    /// </summary>
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
