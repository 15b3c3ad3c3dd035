using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Sluice.DuckDb.Instance;

/// <summary>
/// Interrupts what a connection does, once a token is cancelled and until this is disposed of. DuckDB forgets an interrupt that comes just
/// before a call, so it is repeated.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DuckDBConnection connection;
    private readonly CancellationTokenRegistration registration;
    private readonly Lock gate = new();
    private Timer? timer;
    private bool isEnded;

    /// <summary>Begins to watch the token.</summary>
    /// <param name="connection">The connection, which stays open until this is disposed of.</param>
    /// <param name="cancellationToken">The token.</param>
    public Interruption(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        this.connection = connection;
        registration = cancellationToken.Register(Begin);
    }

    /// <summary>Ends it. No interrupt comes any more.</summary>
    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            isEnded = true;
            timer?.Dispose();
        }
    }

    private void Begin()
    {
        Interrupt();
        lock (gate)
        {
            timer = isEnded ? null : new Timer(_ => Interrupt(), null, Pause, Pause);
        }
    }

    private void Interrupt()
    {
        lock (gate)
        {
            if (!isEnded)
            {
                NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection);
            }
        }
    }
}
