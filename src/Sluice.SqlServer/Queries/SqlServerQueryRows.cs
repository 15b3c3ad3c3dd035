using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Queries;

/// <summary>The rows of a query, as the server works them out.</summary>
internal sealed class SqlServerQueryRows(Database database, Session session, RowReader rows, CancellationToken cancellationToken) : IQueryRows
{
    // Arithmetic overflow (of an expression, of a type), a date out of range, a difference of dates too large, a conversion that fails.
    private static readonly int[] OutOfRange = [220, 232, 517, 535, 3623, 8114, 8115, 8134];

    /// <inheritdoc/>
    public DbDataReader Row => rows.Row;

    /// <summary>The exception of an error of a query whose values are at fault; <see langword="null"/> of another.</summary>
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
