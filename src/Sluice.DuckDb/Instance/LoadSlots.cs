namespace Sluice.DuckDb.Instance;

/// <summary>The slots of loads in this process, the only one that has the warehouse open. Safe for concurrent use.</summary>
internal sealed class LoadSlots
{
    private int taken;

    /// <summary>Takes a slot. Returns <see langword="null"/> if all are taken.</summary>
    public IAsyncDisposable? TryTake(int slots)
    {
        for (var seen = Volatile.Read(ref taken); seen < slots; seen = Volatile.Read(ref taken))
        {
            if (Interlocked.CompareExchange(ref taken, seen + 1, seen) == seen)
            {
                return new Slot(this);
            }
        }

        return null;
    }

    private sealed class Slot(LoadSlots slots) : IAsyncDisposable
    {
        private int released;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                Interlocked.Decrement(ref slots.taken);
            }

            return ValueTask.CompletedTask;
        }
    }
}
