using System.Data;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>Tells errors that pass by themselves from others.</summary>
internal static class TransientErrors
{
    /// <summary>An error of this class or above closes the connection.</summary>
    public const byte FatalClass = 20;

    private const int Timeout = -2;

    // What the documentation of Azure SQL Database calls transient, with the ends of connections, deadlocks and timeouts, as SqlClient's
    // own retry logic has them: 40613 while a serverless database wakes up, 40501 and 49918 to 49920 when it has too much to do.
    private static readonly HashSet<int> Numbers =
    [
        Timeout, 20, 64, 121, 233, 615, 926, 997, 1204, 1205, 1222, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613,
        42108, 42109, 49918, 49919, 49920,
    ];

    /// <summary>Whether a connection, and those like it, may be broken after an error.</summary>
    public static bool BreaksConnections(Exception exception) =>
        exception is not SqlException error || error.Class >= FatalClass || error.Number == Timeout;

    /// <summary>Whether the same work may succeed when it is done again on a new connection.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="connection">The connection, if one was open: one that is cut fails in many ways.</param>
    public static bool Is(Exception exception, SqlConnection? connection = null) => exception switch
    {
        SqlException error => error.Class >= FatalClass || error.Errors.Cast<SqlError>().Any(e => Numbers.Contains(e.Number)),
        InvalidOperationException or IOException => connection is { State: not ConnectionState.Open },

        // The latter is what SqlClient may throw when it gives up an answer that does not come.
        TimeoutException or NotSupportedException => true,
        _ => false,
    };
}
