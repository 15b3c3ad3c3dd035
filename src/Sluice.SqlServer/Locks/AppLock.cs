using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>
/// A named lock (<c>sp_getapplock</c>) on its own connection. The server releases it when the connection ends for any reason.
/// </summary>
internal sealed class AppLock : IAsyncDisposable
{
    private readonly Session session;
    private readonly string resource;

    // The connection can run only one statement at a time.
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool isHeld = true;

    private AppLock(Session session, string resource)
    {
        this.session = session;
        this.resource = resource;
    }

    /// <summary>Takes a lock. Returns <see langword="null"/> if another session holds it.</summary>
    public static async Task<AppLock?> TryAcquireAsync(Database database, string resource, CancellationToken cancellationToken)
    {
        var (session, result) = await database.OpenAsync(
            (session, token) => session.ReadOneAsync<int>(LockStatements.Acquire(), token, ("resource", resource)), cancellationToken);
        if (result >= 0)
        {
            return new AppLock(session, resource);
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Takes any of several locks, whose names are a prefix and a number. Returns <see langword="null"/> if all are held.
    /// </summary>
    public static async Task<AppLock?> TryAcquireAnyAsync(
        Database database, string prefix, int count, CancellationToken cancellationToken)
    {
        // Begin at any of them: most are free, so the first is usually taken.
        var (session, number) = await database.OpenAsync(
            (session, token) => session.ReadOneAsync<int>(
                LockStatements.AcquireAny(), token,
                ("prefix", prefix), ("count", (long)count), ("first", (long)Random.Shared.Next(count))),
            cancellationToken);
        if (number >= 0)
        {
            return new AppLock(session, $"{prefix}{number.ToString(CultureInfo.InvariantCulture)}");
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>Whether it is still held: the server may have ended the connection.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return isHeld && session.Connection.State == ConnectionState.Open
                && await session.ReadOneAsync<string>(LockStatements.Mode(), cancellationToken, ("resource", resource)) == "Exclusive";
        }
        catch (Exception exception) when (
            exception is SqlException or InvalidOperationException or NotSupportedException or TimeoutException
                && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (!isHeld)
            {
                return;
            }

            isHeld = false;
            await session.ExecuteAsync(LockStatements.Release(), CancellationToken.None, ("resource", resource));
            await session.DisposeAsync();
        }
        catch (Exception exception) when (
            exception is SqlException or InvalidOperationException or NotSupportedException or TimeoutException)
        {
            // The lock ends with its connection.
            await session.DiscardAsync();
        }
        finally
        {
            gate.Release();
        }
    }
}
