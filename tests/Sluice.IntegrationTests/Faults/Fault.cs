using System.Data.Common;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Faults;

/// <summary>A way in which a call to the storage or the warehouse fails.</summary>
/// <param name="Name">Its name.</param>
/// <param name="OfStorage">The exception of a call to the storage.</param>
/// <param name="OfWarehouse">The exception of a call to the warehouse.</param>
/// <param name="IsAfter">Whether the call has done its work, and only its answer is lost.</param>
internal sealed record Fault(string Name, Func<Exception> OfStorage, Func<Exception> OfWarehouse, bool IsAfter = false)
{
    /// <summary>The service does not answer.</summary>
    public static Fault Unavailable { get; } = new("unavailable", Refused, Broken);

    /// <summary>The file has changed, as the storage says; the transaction is the victim of a deadlock.</summary>
    public static Fault Interrupted { get; } = new(
        "interrupted", () => new LakeFileChangedException("a file"), () => new WarehouseInterruptedException("Deadlock."));

    /// <summary>The time is over.</summary>
    public static Fault TimedOut { get; } = new("timed out", TimeOut, TimeOut);

    /// <summary>The call succeeds, but its answer is lost. So is the lock or the transaction that it gave.</summary>
    public static Fault AnswerLost { get; } = new("answer lost", Refused, Broken, IsAfter: true);

    /// <summary>The bytes of a file end too early, without an error.</summary>
    public static Fault CutShort { get; } = new("cut short", Refused, Broken);

    /// <summary>All.</summary>
    public static IReadOnlyList<Fault> All { get; } = [Unavailable, Interrupted, TimedOut, AnswerLost, CutShort];

    /// <summary>The exception of a call. Only what reads a file can find that it has changed.</summary>
    public Exception Of(string call, bool isStorage) =>
        !isStorage ? OfWarehouse() : this == Interrupted && call is not ("OpenReadAsync" or "read") ? Refused() : OfStorage();

    private static LakeUnavailableException Refused() => new("The storage answers 503.");

    private static BrokenConnectionException Broken() => new();

    private static TaskCanceledException TimeOut() => new("No answer in time.");

    private sealed class BrokenConnectionException() : DbException("The connection is broken.");
}
