using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Validation.Keys;

/// <summary>
/// Keys that are whole numbers in ascending order, as ids are in most files. A key greater than all before it is certainly new, so it needs
/// no lookup. The keys are only listed, in case a smaller one comes and a set must be built.
/// </summary>
internal sealed unsafe class AscendingKeys : IDisposable
{
    private const int First = 16;

    private readonly int most;
    private (long Key, long Row)* entries;
    private int capacity;
    private long? start;
    private long? last;

    /// <summary>Creates an empty list.</summary>
    /// <param name="most">The greatest number of keys to list.</param>
    public AscendingKeys(int most) => this.most = most;

    ~AscendingKeys() => NativeMemory.Free(entries);

    /// <summary>The keys, each with its row.</summary>
    public ReadOnlySpan<(long Key, long Row)> Entries => new(entries, Count);

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>The greatest key.</summary>
    public long? Last => last;

    /// <summary>Whether there were keys before these, of which only the greatest is known.</summary>
    public bool HasUnknown => start is not null;

    /// <summary>Starts after keys of which only the greatest is known.</summary>
    public void StartAfter(long greatest) => last = start = greatest;

    /// <summary>Adds a key, if it is greater than all before and there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(long key, long row)
    {
        if (key <= last || (Count == capacity && !TryGrow()))
        {
            return false;
        }

        entries[Count++] = (key, row);
        last = key;
        return true;
    }

    /// <summary>Removes the key that was added last.</summary>
    public void RemoveLast()
    {
        Count--;
        last = Count > 0 ? entries[Count - 1].Key : start;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(entries);
        entries = null;
        (Count, capacity) = (0, 0);
        GC.SuppressFinalize(this);
    }

    private bool TryGrow()
    {
        if (capacity >= most)
        {
            return false;
        }

        capacity = Math.Min(most, Math.Max(First, capacity * 2));
        entries = ((long, long)*)NativeMemory.Realloc(entries, (nuint)capacity * (nuint)sizeof((long, long)));
        return true;
    }
}
