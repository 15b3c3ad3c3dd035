using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Instance;

/// <summary>Translates DuckDB's errors to those of the warehouse, without values of fields.</summary>
internal static class DuckDbErrors
{
    /// <summary>The first line of a message. The later lines quote the statement.</summary>
    public static string FirstLine(string message) => message.AsSpan().Trim() is var text && text.IndexOf('\n') is > 0 and var end
        ? text[..end].TrimEnd().ToString()
        : text.ToString();

    /// <summary>Whether another transaction has changed the same rows.</summary>
    public static bool IsConflict(DuckDBException exception) => exception.ErrorType == DuckDBErrorType.Transaction;

    /// <summary>The exception for an error while rows were written.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="type">The kind of error.</param>
    /// <param name="message">DuckDB's message. It is passed on only for errors of the machine, because other messages can quote a
    /// value.</param>
    public static Exception Write(string dataset, DuckDBErrorType type, string message) =>
        type is DuckDBErrorType.Io or DuckDBErrorType.OutOfMemory or DuckDBErrorType.Fatal or DuckDBErrorType.Permission
            ? new WarehouseUnavailableException($"The warehouse cannot be written to: {FirstLine(message)}")
            : new InvalidOperationException($"DuckDB refused rows of dataset {dataset} ({type}).");

    /// <summary>Runs work that the token can interrupt.</summary>
    public static T Interruptible<T>(DuckDBConnection connection, Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var interruption = new Interruption(connection, cancellationToken);
        try
        {
            return work();
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            // An interrupted appender throws a different exception than an interrupted statement.
            throw new OperationCanceledException("The work on the warehouse was interrupted.", exception, cancellationToken);
        }
    }
}
