using Microsoft.Data.SqlClient;
using Sluice.Validation;

namespace Sluice.SqlServer;

/// <summary>
/// One bulk copy that goes on from batch to batch: a columnstore compresses what comes in one, and none pays for the start of it again.
/// <c>SqlBulkCopy</c> works on a thread of its own; its synchronous way costs less than the asynchronous one.
/// </summary>
internal sealed class BulkStream : IAsyncDisposable
{
    // How long the server may take for a batch before the connection is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

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
        copying = Task.Factory.StartNew(
            () => Copy(session, table, reader, options), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Copies rows that are there already.</summary>
    public static void Copy(Session session, string table, BulkReader reader, SqlBulkCopyOptions options)
    {
        using var copy = new SqlBulkCopy(session.Connection, options | SqlBulkCopyOptions.KeepNulls, session.Transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
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
        var first = await Task.WhenAny(reader.Offer(batch), copying).WaitAsync(Patience, cancellationToken);
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
        await copying.WaitAsync(Patience, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        reader.Abort();
        await ((Task)copying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reader.DisposeAsync();
    }
}
