using System.Collections.Concurrent;
using DuckDB.NET.Native;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// A queue of chunks for an <c>INSERT ... SELECT</c>, which reads them through <see cref="RowChunksFunction"/> on several threads of
/// DuckDB.
/// </summary>
internal sealed class RowChunks : IDisposable
{
    private const int Waiting = 4;

    // DuckDB's threads serve all statements. A thread that has waited this long returns to them.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<long, RowChunks> Open = new();
    private static long lastNumber;

    private readonly BlockingCollection<DuckDBDataChunk> chunks = new(Waiting);
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<int> readers = [];
    private int runner;

    /// <summary>Creates a queue, which <see cref="Find"/> finds until it is disposed of.</summary>
    /// <param name="types">The types of the columns, which must outlive the queue.</param>
    public RowChunks(IReadOnlyList<DuckDBLogicalType> types)
    {
        Types = types;
        Number = Interlocked.Increment(ref lastNumber);
        Open[Number] = this;
    }

    /// <summary>The number by which the statement finds the queue.</summary>
    public long Number { get; }

    /// <summary>The types of the columns.</summary>
    public IReadOnlyList<DuckDBLogicalType> Types { get; }

    /// <summary>Finds the queue with a number.</summary>
    /// <exception cref="InvalidOperationException">There is no such queue.</exception>
    public static RowChunks Find(long number) =>
        Open.TryGetValue(number, out var found)
            ? found
            : throw new InvalidOperationException("There are no rows with this number to insert.");

    /// <summary>Marks the calling thread as the one that runs the statement. It waits for chunks without limit.</summary>
    public void RunHere() => runner = Environment.CurrentManagedThreadId;

    /// <summary>Enqueues a chunk and takes ownership of it. Waits while the queue is full.</summary>
    public void Enqueue(DuckDBDataChunk chunk, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        chunks.Add(chunk, either.Token);
    }

    /// <summary>Marks the end of the chunks.</summary>
    public void Complete() => chunks.CompleteAdding();

    /// <summary>Makes the statement fail, and cancels waits for it.</summary>
    public void Abort() => stop.Cancel();

    /// <summary>Dequeues the next chunk.</summary>
    /// <returns><see langword="null"/> if the calling thread has nothing more to do.</returns>
    /// <exception cref="OperationCanceledException">The queue was aborted.</exception>
    public DuckDBDataChunk? Dequeue()
    {
        var thread = Environment.CurrentManagedThreadId;
        Join(thread);
        while (true)
        {
            var timeout = thread == runner ? Timeout.InfiniteTimeSpan : IdleTimeout;
            if (chunks.TryTake(out var chunk, (int)timeout.TotalMilliseconds, stop.Token))
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

    // The last reader must stay: DuckDB's threads may have taken all parts of the statement before its own thread could, and the statement
    // ends when all parts have ended.
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
