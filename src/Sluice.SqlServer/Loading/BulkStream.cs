using Microsoft.Data.SqlClient;
using Sluice.Rows;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// A bulk copy that goes on from batch to batch: a columnstore compresses what comes in one, and none pays for the start of it again.
/// <c>SqlBulkCopy</c> works on a thread of its own; its synchronous way costs less than the asynchronous one.
/// </summary>
/// <remarks>
/// The time that SqlClient gives a bulk copy counts from its start, and without one it waits for an answer forever, with a lock on the
/// connection that keeps it from being closed. So one copy takes rows for half of its time, and another one goes on; whatever the server or
/// the network does, the thread ends, the connection is closed, and the server ends the transaction.
/// </remarks>
internal sealed class BulkStream : IAsyncDisposable
{
    // How many times longer than a statement a bulk copy may take, and how much of that it takes rows for.
    private const int CopyTimeouts = 10;
    private const int RowsTimeouts = CopyTimeouts / 2;

    // How long SqlClient waits for the end of what it has given up, and the thread to see that there is nothing more to do.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

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
        var timeout = session.Connection.CommandTimeout;
        patience = PatienceOf(session);
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

    /// <summary>Whether the connection is free again. If not, a thread is stuck in it.</summary>
    public bool HasEnded => copying.IsCompleted;

    /// <summary>Copies rows that are there already.</summary>
    /// <exception cref="TimeoutException">The server does not take them; the connection is left.</exception>
    public static Task CopyAsync(
        Session session, string table, BulkReader reader, SqlBulkCopyOptions options, CancellationToken cancellationToken) => session.OnThreadAsync(
        () =>
        {
            using var copy = Create(session, table, reader, options);
            copy.WriteToServer(reader);
            return true;
        },
        PatienceOf(session),
        cancellationToken);

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

    /// <summary>Ends it, when SqlClient has given up at the latest: then the connection can be closed, and its transaction be gone.</summary>
    public async ValueTask DisposeAsync()
    {
        reader.Abort();
        await Task.WhenAny(copying, Task.Delay(patience));
        if (HasEnded)
        {
            await reader.DisposeAsync();
        }
    }

    private static TimeSpan PatienceOf(Session session) => TimeSpan.FromSeconds(session.Connection.CommandTimeout * CopyTimeouts) + Grace;

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
