using Microsoft.Data.SqlClient;
using Sluice.Rows;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// A bulk copy that continues over many batches: a columnstore compresses the rows of one copy together, and only the first batch pays for
/// the start. <c>SqlBulkCopy</c> runs synchronously on its own thread, which costs less than its asynchronous API.
/// </summary>
/// <remarks>
/// SqlClient counts the timeout of a bulk copy from its start. Without a timeout, it waits for an answer forever, with a lock that keeps
/// the connection from being closed. So each copy takes rows for half of its timeout, and then another copy continues. Whatever the server
/// or the network does, the thread ends, the connection is closed, and the server ends the transaction.
/// </remarks>
internal sealed class BulkStream : IAsyncDisposable
{
    // The timeout of a bulk copy in timeouts of a statement, and the part of it in which the copy takes rows.
    private const int CopyTimeouts = 10;
    private const int RowsTimeouts = CopyTimeouts / 2;

    // The time that SqlClient needs to end an expired copy, and that the thread needs to notice it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TimeSpan copyTimeout;
    private readonly BatchReader reader;
    private readonly Task copying;

    /// <summary>Starts the bulk copy on its own thread.</summary>
    /// <param name="session">The session. Only the bulk copy may use it until it ends.</param>
    /// <param name="table">The table, quoted.</param>
    /// <param name="reader">The rows, which are disposed of with the stream.</param>
    /// <param name="options">The options of the bulk copy.</param>
    public BulkStream(Session session, string table, BatchReader reader, SqlBulkCopyOptions options)
    {
        this.reader = reader;
        var timeout = session.Connection.CommandTimeout;
        copyTimeout = CopyTimeoutOf(session);
        copying = Task.Factory.StartNew(
            () =>
            {
                using var copy = Create(session, table, reader, options);
                while (reader.Begin(TimeSpan.FromSeconds(timeout * RowsTimeouts)))
                {
                    copy.WriteToServer(reader);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Whether the bulk copy has ended and the connection is free.</summary>
    public bool HasEnded => copying.IsCompleted;

    /// <summary>Copies rows that are all in memory.</summary>
    /// <exception cref="TimeoutException">The server does not answer; the connection is abandoned.</exception>
    public static Task CopyAsync(
        Session session, string table, BulkReader reader, SqlBulkCopyOptions options, CancellationToken cancellationToken) =>
        session.OnThreadAsync(
            () =>
            {
                using var copy = Create(session, table, reader, options);
                copy.WriteToServer(reader);
                return true;
            },
            CopyTimeoutOf(session),
            cancellationToken);

    /// <summary>Copies the rows of a batch. The batch can be reused afterwards.</summary>
    public async Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(reader.Offer(batch), copying).WaitAsync(copyTimeout, cancellationToken);
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
        await copying.WaitAsync(copyTimeout, cancellationToken);
    }

    /// <summary>
    /// Ends the bulk copy, at the latest when SqlClient gives up. After that the connection can be closed, which ends its transaction.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        reader.Abort();
        await Task.WhenAny(copying, Task.Delay(copyTimeout));
        if (HasEnded)
        {
            await reader.DisposeAsync();
        }
    }

    private static TimeSpan CopyTimeoutOf(Session session) =>
        TimeSpan.FromSeconds(session.Connection.CommandTimeout * CopyTimeouts) + Grace;

    private static SqlBulkCopy Create(Session session, string table, BulkReader reader, SqlBulkCopyOptions options)
    {
        var copy = new SqlBulkCopy(session.Connection, options | SqlBulkCopyOptions.KeepNulls, session.Transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = session.Connection.CommandTimeout * CopyTimeouts,
        };
        foreach (var name in reader.ColumnNames)
        {
            copy.ColumnMappings.Add(name, name);
        }

        return copy;
    }
}
