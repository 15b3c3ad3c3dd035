using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>The rows of a statement. Each is waited for as long as the statement may take, and no longer.</summary>
internal sealed class RowReader(Session session, SqlCommand command, SqlDataReader reader) : IAsyncDisposable
{
    private bool hasEnded;

    /// <summary>The current row.</summary>
    public SqlDataReader Row => reader;

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="TimeoutException">The server does not send it; the connection is left.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Most rows are there already. One that is not is waited for without the reader's own way of cancelling, which may block.
        var reading = reader.ReadAsync(CancellationToken.None);
        return reading.IsCompletedSuccessfully ? new(Note(reading.Result)) : WaitAsync(reading, cancellationToken);
    }

    /// <summary>What the columns are.</summary>
    public Task<System.Collections.ObjectModel.ReadOnlyCollection<System.Data.Common.DbColumn>> ReadColumnsAsync(CancellationToken cancellationToken) =>
        session.BoundedAsync(reader.GetColumnSchemaAsync(CancellationToken.None), command, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (hasEnded)
        {
            await reader.DisposeAsync();
        }
        else
        {
            await session.EndAsync(command, reader);
        }

        await command.DisposeAsync();
    }

    private async ValueTask<bool> WaitAsync(Task<bool> reading, CancellationToken cancellationToken) =>
        Note(await session.BoundedAsync(reading, command, cancellationToken));

    private bool Note(bool isThere)
    {
        hasEnded = !isThere;
        return isThere;
    }
}
