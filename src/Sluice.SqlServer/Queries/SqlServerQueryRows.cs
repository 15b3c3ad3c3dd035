using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Queries;

/// <summary>The rows of a query, streamed from the server.</summary>
internal sealed class SqlServerQueryRows(Database database, Session session, RowReader rows, CancellationToken cancellationToken)
    : IQueryRows
{
    // The error numbers of arithmetic overflow, dates out of range, date differences out of range, failed conversions and division by zero.
    private static readonly int[] OutOfRange = [220, 232, 517, 535, 3623, 8114, 8115, 8134];

    /// <inheritdoc/>
    public DbDataReader Row => rows.Row;

    /// <summary>The exception for an error that values of a query caused; <see langword="null"/> for other errors.</summary>
    public static Exception? OfValues(Exception exception) =>
        exception is SqlException error
        && (OutOfRange.Contains(error.Number)
            || error.Message.Contains("overflow", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("out of range", StringComparison.OrdinalIgnoreCase))
            ? new QueryValueException(exception)
            : null;

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync()
    {
        var reading = rows.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully
            ? reading
            : new(database.ReadAsync(session, reading.AsTask, OfValues, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await rows.DisposeAsync();
        }
        finally
        {
            await session.DisposeAsync();
        }
    }
}
