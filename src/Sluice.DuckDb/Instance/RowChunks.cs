using System.Collections.Concurrent;
using DuckDB.NET.Native;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// Rows on their way into an <c>INSERT ... SELECT</c> that reads them by <see cref="RowChunksFunction"/>, on as many threads as DuckDB
/// has for it.
/// </summary>
internal sealed class RowChunks : IDisposable
{
    private const int Waiting = 4;

    // DuckDB's own threads are there for all that goes on. One that has waited for so long has nothing to help with.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<long, RowChunks> Open = new();
    private static long lastNumber;

    private readonly BlockingCollection<DuckDBDataChunk> chunks = new(Waiting);
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<int> readers = [];
    private int runner;

    /// <summary>Creates a queue, which can be found until it is disposed of.</summary>
    /// <param name="types">The types of the columns, which outlive it.</param>
    public RowChunks(IReadOnlyList<DuckDBLogicalType> types)
    {
        Types = types;
        Number = Interlocked.Increment(ref lastNumber);
        Open[Number] = this;
    }

    /// <summary>What the statement finds it by.</summary>
    public long Number { get; }

    /// <summary>The types of the columns.</summary>
    public IReadOnlyList<DuckDBLogicalType> Types { get; }

    /// <summary>Finds the queue of a number.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static RowChunks Find(long number) =>
        Open.TryGetValue(number, out var found) ? found : throw new InvalidOperationException("There are no such rows to insert.");

    /// <summary>Says that the calling thread is the one that the statement is run by, which waits for chunks as long as it takes.</summary>
    public void RunHere() => runner = Environment.CurrentManagedThreadId;

    /// <summary>Adds a chunk, which is given away. Waits while there are many.</summary>
    public void Add(DuckDBDataChunk chunk, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        chunks.Add(chunk, either.Token);
    }

    /// <summary>Says that no more chunks come.</summary>
    public void Complete() => chunks.CompleteAdding();

    /// <summary>Has the statement fail, and what waits for it go on.</summary>
    public void Abort() => stop.Cancel();

    /// <summary>Takes the next chunk.</summary>
    /// <returns><see langword="null"/> if there is nothing more to do for the calling thread.</returns>
    /// <exception cref="OperationCanceledException">It was aborted.</exception>
    public DuckDBDataChunk? Take()
    {
        var thread = Environment.CurrentManagedThreadId;
        Join(thread);
        while (true)
        {
            var patience = thread == runner ? Timeout.InfiniteTimeSpan : Patience;
            if (chunks.TryTake(out var chunk, (int)patience.TotalMilliseconds, stop.Token))
            {
                return chunk;
            }

            if (chunks.IsCompleted || TryLeave(thread))
            {
                return null;
            }
        }
    }

    private void Join(int thread)
    {
        lock (readers)
        {
            readers.Add(thread);
        }
    }

    // The last one stays: DuckDB's own threads may have taken all parts of the statement before the thread that runs it could, and when
    // all parts have ended the statement has.
    private bool TryLeave(int thread)
    {
        lock (readers)
        {
            return readers.Count > 1 && readers.Remove(thread);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Open.TryRemove(Number, out _);
        while (chunks.TryTake(out var chunk))
        {
            chunk.Dispose();
        }

        chunks.Dispose();
        stop.Dispose();
    }
}
