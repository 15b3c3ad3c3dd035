using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>The rows of a statement. The wait for each row has the timeout of the statement.</summary>
internal sealed class RowReader(Session session, SqlCommand command, SqlDataReader reader) : IAsyncDisposable
{
    private bool hasEnded;

    /// <summary>The current row.</summary>
    public SqlDataReader Row => reader;

    /// <summary>Reads the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="TimeoutException">The server does not answer; the connection is abandoned.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Most rows have arrived already. Wait for others without the reader's own cancellation, which can block.
        var reading = reader.ReadAsync(CancellationToken.None);
        return reading.IsCompletedSuccessfully ? new(Note(reading.Result)) : WaitAsync(reading, cancellationToken);
    }

    /// <summary>Reads the schema of the columns.</summary>
    public Task<System.Collections.ObjectModel.ReadOnlyCollection<System.Data.Common.DbColumn>> ReadColumnsAsync(
        CancellationToken cancellationToken) =>
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
