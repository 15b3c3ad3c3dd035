using System.Data.Common;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.Analytics.Queries;
using Sluice.DuckDb.Instance;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Queries;

/// <summary>The rows of a query, streamed while DuckDB computes them.</summary>
internal sealed class DuckDbQueryRows : IQueryRows
{
    private readonly DuckDBConnection connection;
    private readonly DuckDBCommand command;
    private readonly CancellationToken cancellationToken;
    private readonly Interruption interruption;
    private DuckDBDataReader reader = null!;
    private Func<bool> read = null!;

    private DuckDbQueryRows(DuckDBConnection connection, DuckDBCommand command, CancellationToken cancellationToken)
    {
        this.connection = connection;
        this.command = command;
        this.cancellationToken = cancellationToken;
        interruption = new Interruption(connection, cancellationToken);
    }

    /// <inheritdoc/>
    public DbDataReader Row => reader;

    /// <summary>Starts a query. The arguments are disposed of with the rows, or at once if the query does not start.</summary>
    public static DuckDbQueryRows Start(
        DuckDBConnection connection, DuckDBCommand command, CancellationToken cancellationToken)
    {
        var rows = new DuckDbQueryRows(connection, command, cancellationToken);
        try
        {
            rows.reader = rows.Guard(command.ExecuteReader);
            rows.read = rows.reader.Read;
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>DuckDB computes a chunk of rows in the call, so it blocks the thread for that time.</remarks>
    public ValueTask<bool> ReadAsync() => ValueTask.FromResult(Guard(read));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Dispose()
    {
        // Disposing waits for a running interrupt, which must not reach a closed connection.
        interruption.Dispose();
        reader?.Dispose();
        command.Dispose();
        connection.Dispose();
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return work();
        }
        catch (DuckDBException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was interrupted.", exception, cancellationToken);
        }
        catch (DuckDBException exception) when (IsOutOfRange(exception))
        {
            throw new QueryValueException(exception);
        }
        catch (DuckDBException exception) when (IsPattern(exception))
        {
            throw new QueryRefusedException(
                "The pattern of matchesPattern cannot be read, or needs what patterns here do not have.", exception);
        }
        catch (DuckDBException exception) when (exception.ErrorType == DuckDBErrorType.OutOfMemory)
        {
            throw new QueryMemoryException(exception);
        }
        catch (DuckDBException exception) when (exception.ErrorType is DuckDBErrorType.Io or DuckDBErrorType.Fatal)
        {
            throw new WarehouseUnavailableException(
                $"The warehouse cannot be read: {DuckDbErrors.FirstLine(exception.Message)}", exception);
        }
    }

    // The only other input that can be wrong is one of the app.
    private bool IsPattern(DuckDBException exception) =>
        exception.Message.StartsWith("Invalid Input Error", StringComparison.Ordinal)
        && command.CommandText.Contains("regexp_matches(", StringComparison.Ordinal);

    // Errors while a query is prepared have no error type, only a message.
    private static bool IsOutOfRange(DuckDBException exception) =>
        exception.ErrorType is DuckDBErrorType.OutOfRange or DuckDBErrorType.Conversion
        || exception.Message.StartsWith("Out of Range Error", StringComparison.Ordinal)
        || exception.Message.StartsWith("Conversion Error", StringComparison.Ordinal);
}
