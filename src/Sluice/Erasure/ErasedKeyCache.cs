using Sluice.Warehouse;

namespace Sluice.Erasure;

/// <summary>
/// The erased keys, as far as this process knows them. A load asks after its start is in the ledger, and an erasure looks for running loads
/// after its tombstones are: so a load knows them, or the erasure waits for it. Safe for concurrent use.
/// </summary>
/// <param name="warehouse">The warehouse.</param>
internal sealed class ErasedKeyCache(IErasure warehouse)
{
    private ErasedKeys keys = ErasedKeys.None;

    /// <summary>All keys that are erased now. Reads only what is new.</summary>
    public async Task<ErasedKeys> ReadAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref keys);
        var read = known.With(await warehouse.ReadTombstonesAsync(known.Last, cancellationToken));
        if (read != known)
        {
            // Of two calls at a time, one may lose its news. The next call reads them again.
            Interlocked.CompareExchange(ref keys, read, known);
        }

        return read;
    }
}
