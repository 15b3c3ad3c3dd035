using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using static Sluice.Text.OneLine;

namespace Sluice.SqlServer.Connections;

/// <summary>Why a database cannot be used.</summary>
/// <param name="Kind">How long it can last.</param>
/// <param name="Reason">The reason, as a sentence that can follow a colon.</param>
/// <param name="Advice">What to do, as a sentence.</param>
internal sealed partial record DatabaseFault(FaultKind Kind, string Reason, string Advice)
{
    private const string LookAtServer = "Check whether the server is running and can be reached from this machine.";
    private const string LookAtSetting = "Check the setting Warehouse__ConnectionString and the permissions of this app in the database.";

    // SqlClient's name for the procedure that requests a token from Entra ID.
    private const string TokenProcedure = "AcquireToken";

    private const int Timeout = -2;
    private const int NoEncryption = 20;
    private const int NoSuchDatabase = 4060;

    // The firewall of Azure SQL, its rules for virtual networks, and denied public network access.
    private static readonly HashSet<int> ClosedFirewall = [40615, 40914, 47073];

    // The sign-in is wrong, disabled, locked or expired, its password must be changed, or its domain is not trusted.
    private static readonly HashSet<int> WrongSignIn = [18452, 18456, 18470, 18486, 18487, 18488];

    // The server is starting, stopping or paused, or accepts only administrators.
    private static readonly HashSet<int> NotReady = [6005, 17142, 17187, 17197, 18401, 18461];

    /// <summary>The fault that an exception of an attempt to connect shows.</summary>
    public static DatabaseFault From(Exception exception) =>
        Find<SocketException>(exception) is { SocketErrorCode: not SocketError.Success } socket
        ? OfSocket(socket)
        : Find<AuthenticationException>(exception) is { } handshake
            ? OfHandshake(handshake)
            : exception is SqlException error
                ? OfSqlClient(error)
                : new(
                    exception is InvalidOperationException and not ObjectDisposedException ? FaultKind.Transient : FaultKind.Permanent,
                    Sentence(exception.Message), "Check the setting Warehouse__ConnectionString.");

    /// <summary>The fault that an exception of work on an open connection shows.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="isTransient">Whether the error is transient.</param>
    public static DatabaseFault OfWork(Exception exception, bool isTransient) => new(
        isTransient ? FaultKind.Transient : FaultKind.Permanent, Sentence(TextOf(exception)), isTransient ? LookAtServer : LookAtSetting);

    /// <summary>
    /// The fault of a server that accepts connections but does not complete a sign-in: it hangs, or its database is waking up.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="time">How long the sign-in has taken so far.</param>
    public static DatabaseFault Unresponsive(string server, TimeSpan time) => new(
        FaultKind.Transient,
        $"{server} accepts connections, but the sign-in has not completed after {time.TotalSeconds:0} seconds.",
        LookAtServer);

    private static DatabaseFault OfSocket(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused =>
            new(FaultKind.Unreachable, "connection refused.", "Check whether the server is running and listens there."),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(
            FaultKind.Unreachable,
            "the name of the server cannot be resolved.",
            "Check the server in the setting Warehouse__ConnectionString."),
        SocketError.TimedOut => new(
            FaultKind.Unreachable,
            "nothing answers there.",
            "Check whether the server is running and whether a firewall blocks the connection."),
        _ => new(FaultKind.Unreachable, Sentence(exception.Message), LookAtServer),
    };

    // A wrong certificate stays wrong; other failed handshakes can come from a server that stops.
    private static DatabaseFault OfHandshake(AuthenticationException exception) => new(
        exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) ? FaultKind.Permanent : FaultKind.PossiblyTransient,
        $"the TLS handshake failed: {Sentence(exception.Message)}",
        "Check whether the server's certificate is for the name in Warehouse__ConnectionString and is trusted on this machine; "
        + "for a test server, set TrustServerCertificate=True.");

    private static DatabaseFault OfSqlClient(SqlException exception)
    {
        var text = Sentence(TextOf(exception));
        return exception.Number switch
        {
            Timeout => new(FaultKind.Transient, "the server accepts connections but does not answer in time.", LookAtServer),
            NoEncryption => new(FaultKind.Permanent, text, "Sluice does not connect without encryption: give the server a certificate."),
            NoSuchDatabase => new(
                FaultKind.PossiblyTransient, text, "Check whether the database exists and whether this login may use it."),
            var n when ClosedFirewall.Contains(n) => new(
                FaultKind.Permanent, text, "Allow this machine in the firewall or the network rules of the server."),
            var n when WrongSignIn.Contains(n) => new(
                FaultKind.Permanent, text, "Check the sign-in in the setting Warehouse__ConnectionString and the logins of the server."),
            var n when NotReady.Contains(n) => new(FaultKind.Transient, text, LookAtServer),
            0 when exception.Errors[0].Procedure == TokenProcedure => new(
                FaultKind.PossiblyTransient, $"no sign-in to Entra ID: {text}",
                "Check whether this app has a managed identity or you are signed in."),
            _ when exception.Class >= TransientErrors.FatalClass => new(FaultKind.Unreachable, text, LookAtServer),
            _ => OfWork(exception, TransientErrors.Is(exception)),
        };
    }

    // Remove SqlClient's internal details from the message.
    private static string TextOf(Exception exception) => exception is SqlException error
        ? Provider().Replace(string.Join(' ', error.Errors.Cast<SqlError>().Select(e => Sentence(e.Message)).Distinct()), "")
        : exception.Message;

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }

    [GeneratedRegex(@" \(provider: [^()]*\)\.?")]
    private static partial Regex Provider();
}
