using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>Checks a connection string, and completes it with what is safe: managed identity, encryption.</summary>
public static class SqlServerConnectionString
{
    // A serverless database that sleeps takes longer than the usual 15 seconds to answer.
    private const int ConnectSeconds = 30;

    private const int CommandSeconds = 30;

    private const string Name = "Sluice";

    /// <summary>Checks a connection string.</summary>
    /// <param name="text">The connection string.</param>
    /// <param name="complete">The same with defaults for what it does not say: sign-in by <c>Active Directory Default</c> (the managed
    /// identity in Azure), the application's name, and time for a serverless database to wake up. Connections are encrypted in any case.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence that begins with the setting; has no part of the text.</param>
    public static bool TryComplete(string text, [NotNullWhen(true)] out string? complete, [NotNullWhen(false)] out string? fault)
    {
        complete = null;
        SqlConnectionStringBuilder parts;
        try
        {
            parts = new SqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            fault = "is not a connection string of SQL Server.";
            return false;
        }

        if (parts.DataSource.Length == 0 || parts.InitialCatalog.Length == 0)
        {
            fault = "must name a server and a database: 'Server=tcp:<name>.database.windows.net;Database=<name>'.";
            return false;
        }

        if (parts is { Authentication: SqlAuthenticationMethod.NotSpecified, UserID: "", IntegratedSecurity: false })
        {
            parts.Authentication = SqlAuthenticationMethod.ActiveDirectoryDefault;
        }

        if (parts.Encrypt == SqlConnectionEncryptOption.Optional)
        {
            parts.Encrypt = SqlConnectionEncryptOption.Mandatory;
        }

        if (!parts.ShouldSerialize("Application Name"))
        {
            parts.ApplicationName = Name;
        }

        if (parts.ConnectTimeout == 0 || !parts.ShouldSerialize("Connect Timeout"))
        {
            parts.ConnectTimeout = ConnectSeconds;
        }

        // None is waited for without end. What fails is tried again by this app, and not said to fail meanwhile because it has failed before.
        parts.CommandTimeout = parts.CommandTimeout == 0 ? CommandSeconds : parts.CommandTimeout;
        parts.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;

        // A connection that is cut is an error, not opened again in silence: what was done on it, and its locks, are gone.
        parts.ConnectRetryCount = 0;
        complete = parts.ConnectionString;
        fault = null;
        return true;
    }
}
