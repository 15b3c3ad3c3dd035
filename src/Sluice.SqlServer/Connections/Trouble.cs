using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using static Sluice.Text.OneLine;

namespace Sluice.SqlServer.Connections;

/// <summary>What keeps this app from a database.</summary>
/// <param name="Lasting">For how long it may last.</param>
/// <param name="Reason">Why, as a sentence that may follow a colon.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
internal sealed partial record Trouble(Lasting Lasting, string Reason, string Advice)
{
    private const string LookAtServer = "Look whether the server is running and can be reached from here.";
    private const string LookAtSetting = "Look at the setting Warehouse__ConnectionString and at the rights of this app in the database.";

    // SqlClient's name for what asks Entra ID for a token.
    private const string TokenProcedure = "AcquireToken";

    private const int Timeout = -2;
    private const int NoEncryption = 20;
    private const int NoSuchDatabase = 4060;

    // The firewall of Azure SQL, its rules for virtual networks, and that it is closed to public networks.
    private static readonly HashSet<int> ClosedFirewall = [40615, 40914, 47073];

    // Wrong, disabled, locked, expired, to be changed, of a domain that is not trusted.
    private static readonly HashSet<int> WrongSignIn = [18452, 18456, 18470, 18486, 18487, 18488];

    // A server that starts or stops, is paused, or lets only its administrators in meanwhile.
    private static readonly HashSet<int> NotReady = [6005, 17142, 17187, 17197, 18401, 18461];

    /// <summary>What an error says that ended an attempt to connect.</summary>
    public static Trouble From(Exception exception) => Find<SocketException>(exception) is { SocketErrorCode: not SocketError.Success } socket
        ? OfSocket(socket)
        : Find<AuthenticationException>(exception) is { } handshake
            ? OfHandshake(handshake)
            : exception is SqlException error
                ? OfSqlClient(error)
                : new(
                    exception is InvalidOperationException and not ObjectDisposedException ? Lasting.AWhile : Lasting.Ever,
                    Sentence(exception.Message), "Look at the setting Warehouse__ConnectionString.");

    /// <summary>What an error says that ended work on an open connection.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="isTransient">Whether it passes by itself.</param>
    public static Trouble OfWork(Exception exception, bool isTransient) => new(
        isTransient ? Lasting.AWhile : Lasting.Ever, Sentence(TextOf(exception)), isTransient ? LookAtServer : LookAtSetting);

    /// <summary>A server that takes connections and lets nobody in: it may be silent, or have to wake up its database first.</summary>
    /// <param name="server">Which.</param>
    /// <param name="time">For how long.</param>
    public static Trouble Silent(string server, TimeSpan time) => new(
        Lasting.AWhile, $"{server} takes connections, but no sign-in has ended after {time.TotalSeconds:0} seconds.", LookAtServer);

    private static Trouble OfSocket(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(Lasting.Absence, "connection refused.", "Look whether the server is running and listens there."),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(
            Lasting.Absence, "the name of the server is not known here.", "Look at the server in the setting Warehouse__ConnectionString."),
        SocketError.TimedOut => new(
            Lasting.Absence, "nothing answers there.", "Look whether the server is running, and whether a firewall is in between."),
        _ => new(Lasting.Absence, Sentence(exception.Message), LookAtServer),
    };

    // A certificate does not change; a server that stops may end a handshake.
    private static Trouble OfHandshake(AuthenticationException exception) => new(
        exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) ? Lasting.Ever : Lasting.Moments,
        $"the TLS handshake failed: {Sentence(exception.Message)}",
        "Look whether the server's certificate is for the name in Warehouse__ConnectionString and is trusted here; "
        + "a server for tests is let through with TrustServerCertificate=True.");

    private static Trouble OfSqlClient(SqlException exception)
    {
        var text = Sentence(TextOf(exception));
        return exception.Number switch
        {
            Timeout => new(Lasting.AWhile, "the server takes connections, but does not answer in time.", LookAtServer),
            NoEncryption => new(Lasting.Ever, text, "Sluice does not connect without encryption: give the server a certificate."),
            NoSuchDatabase => new(
                Lasting.Moments, text, "Look whether there is a database of this name, and whether this login may use it."),
            var n when ClosedFirewall.Contains(n) => new(
                Lasting.Ever, text, "Allow this machine in the firewall or the network rules of the server."),
            var n when WrongSignIn.Contains(n) => new(
                Lasting.Ever, text, "Look at the sign-in in the setting Warehouse__ConnectionString and at the logins of the server."),
            var n when NotReady.Contains(n) => new(Lasting.AWhile, text, LookAtServer),
            0 when exception.Errors[0].Procedure == TokenProcedure => new(
                Lasting.Moments, $"no sign-in to Entra ID: {text}", "Look whether this app has a managed identity, or this person is signed in."),
            _ when exception.Class >= TransientErrors.FatalClass => new(Lasting.Absence, text, LookAtServer),
            _ => OfWork(exception, TransientErrors.Is(exception)),
        };
    }

    // What SqlClient knows of its own workings says nothing to others.
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
