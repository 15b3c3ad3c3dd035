using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Validation.Keys;

/// <summary>
/// Whole numbers that come in ascending order, as numbers of rows do in nearly every file: none of them can be there twice, so they are
/// only written down, in case a smaller one comes.
/// </summary>
internal sealed unsafe class AscendingKeys : IDisposable
{
    private const int First = 4096;

    private readonly int most;
    private (long Key, long Row)* entries;
    private int capacity;
    private long? start;
    private long? last;

    /// <summary>Creates an empty list.</summary>
    /// <param name="most">The most keys that are written down.</param>
    public AscendingKeys(int most) => this.most = most;

    ~AscendingKeys() => NativeMemory.Free(entries);

    /// <summary>The keys with the row that has each.</summary>
    public ReadOnlySpan<(long Key, long Row)> Entries => new(entries, Count);

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>The greatest key.</summary>
    public long? Last => last;

    /// <summary>Whether there were keys before these, of which the greatest alone is known.</summary>
    public bool HasUnknown => start is not null;

    /// <summary>Begins after keys of which the greatest is known.</summary>
    public void StartAfter(long greatest) => last = start = greatest;

    /// <summary>Adds a key that is greater than all before, if it is and there is room.</summary>
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

    /// <summary>Takes back what was added last.</summary>
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
