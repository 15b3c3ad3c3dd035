using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sluice.Warehouse;

namespace Sluice.SqlServer;

/// <summary>The rows of a query, as the server works them out.</summary>
internal sealed class SqlServerQueryRows(Session session, SqlCommand command, SqlDataReader reader, CancellationToken cancellationToken) : IQueryRows
{
    // Arithmetic overflow (of an expression, of a type), a date out of range, a difference of dates too large, a conversion that fails.
    private static readonly int[] OutOfRange = [220, 232, 517, 535, 3623, 8114, 8115, 8134];

    /// <inheritdoc/>
    public DbDataReader Row => reader;

    /// <summary>Whether a value of a query went out of range.</summary>
    public static bool IsOutOfRange(Exception exception) =>
        exception is SqlException error
        && (OutOfRange.Contains(error.Number)
            || error.Message.Contains("overflow", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("out of range", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync()
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", exception, cancellationToken);
        }
        catch (SqlException exception) when (IsOutOfRange(exception))
        {
            throw new QueryValueException(exception);
        }
        catch (SqlException exception)
        {
            throw new WarehouseUnavailableException($"The warehouse cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Rows that nobody wants any more are not sent.
        command.Cancel();
        try
        {
            await reader.DisposeAsync();
        }
        catch (SqlException)
        {
            // It says that it was cancelled, or that there is no connection any more.
        }

        await command.DisposeAsync();
        await session.DisposeAsync();
    }
}
