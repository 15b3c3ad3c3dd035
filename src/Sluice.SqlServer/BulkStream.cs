using Microsoft.Data.SqlClient;
using Sluice.Validation;

namespace Sluice.SqlServer;

/// <summary>
/// One bulk copy that goes on from batch to batch: a columnstore compresses what comes in one, and none pays for the start of it again.
/// <c>SqlBulkCopy</c> works on a thread of its own; its synchronous way costs less than the asynchronous one.
/// </summary>
internal sealed class BulkStream : IAsyncDisposable
{
    // How many times longer than a statement the server may take for a batch before the connection is given up.
    private const int BatchTimeouts = 10;

    // How long the thread may take to see that there is nothing more to do.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TimeSpan patience;
    private readonly BatchReader reader;
    private readonly Task copying;

    /// <summary>Begins.</summary>
    /// <param name="session">The session, which is for this alone until the end.</param>
    /// <param name="table">The table, quoted.</param>
    /// <param name="reader">The rows. Disposed of with this.</param>
    /// <param name="options">How rows are copied.</param>
    public BulkStream(Session session, string table, BatchReader reader, SqlBulkCopyOptions options)
    {
        this.reader = reader;
        patience = TimeSpan.FromSeconds(session.Connection.CommandTimeout * BatchTimeouts);
        copying = Task.Factory.StartNew(
            () => Copy(session, table, reader, options, timeout: 0), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Copies rows that are there already.</summary>
    public static void Copy(Session session, string table, BulkReader reader, SqlBulkCopyOptions options) =>
        Copy(session, table, reader, options, session.Connection.CommandTimeout * BatchTimeouts);

    private static void Copy(Session session, string table, BulkReader reader, SqlBulkCopyOptions options, int timeout)
    {
        using var copy = new SqlBulkCopy(session.Connection, options | SqlBulkCopyOptions.KeepNulls, session.Transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = timeout,
        };
        foreach (var name in reader.ColumnNames)
        {
            copy.ColumnMappings.Add(name, name);
        }

        copy.WriteToServer(reader);
    }

    /// <summary>Copies the rows of a batch, which may be filled again afterwards.</summary>
    public async Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(reader.Offer(batch), copying).WaitAsync(patience, cancellationToken);
        await first;
        if (first == copying)
        {
            throw new InvalidOperationException("The bulk copy ended before its rows did.");
        }
    }

    /// <summary>Waits until the server has taken all rows.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        reader.Complete();
        await copying.WaitAsync(patience, cancellationToken);
    }

    /// <summary>Whether the connection is free again. If not, a thread is stuck in it.</summary>
    public bool HasEnded => copying.IsCompleted;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        reader.Abort();
        await Task.WhenAny(copying, Task.Delay(Grace));
        if (HasEnded)
        {
            await reader.DisposeAsync();
        }
    }
}
