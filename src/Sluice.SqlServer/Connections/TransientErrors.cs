using System.Data;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>Tells transient errors from others.</summary>
internal static class TransientErrors
{
    /// <summary>An error of this severity class or above closes the connection.</summary>
    public const byte FatalClass = 20;

    /// <summary>The session lost a deadlock; the server has rolled back its transaction.</summary>
    public const int Deadlock = 1205;

    /// <summary>Another session held a lock for longer than this one waits.</summary>
    public const int LockTimeout = 1222;

    private const int Timeout = -2;
    private const int DuplicateKey = 2627;
    private const int DuplicateInIndex = 2601;

    // The transient errors of Azure SQL Database's documentation and of SqlClient's retry logic, with lost connections, deadlocks and
    // timeouts: 40613 while a serverless database wakes up, 40501 and 49918 to 49920 when the database is overloaded.
    private static readonly HashSet<int> Numbers =
    [
        Timeout, 20, 64, 121, 233, 615, 926, 997, 1204, Deadlock, LockTimeout, 4221, 10053, 10054, 10060, 10928, 10929,
        40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920,
    ];

    /// <summary>Whether a row has a key that another row has.</summary>
    public static bool IsDuplicate(SqlException exception) => exception.Number is DuplicateKey or DuplicateInIndex;

    /// <summary>Whether a connection, and others of its pool, can be broken after an error.</summary>
    public static bool BreaksConnections(Exception exception) =>
        exception is not SqlException error || error.Class >= FatalClass || error.Number == Timeout;

    /// <summary>Whether the same work can succeed on a new connection.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="connection">The connection, if one was open: a lost connection causes many kinds of errors.</param>
    public static bool Is(Exception exception, SqlConnection? connection = null) => exception switch
    {
        SqlException error => error.Class >= FatalClass || error.Errors.Cast<SqlError>().Any(e => Numbers.Contains(e.Number)),
        InvalidOperationException or IOException => connection is { State: not ConnectionState.Open },

        // SqlClient can throw NotSupportedException when it gives up on an answer.
        TimeoutException or NotSupportedException => true,
        _ => false,
    };
}
