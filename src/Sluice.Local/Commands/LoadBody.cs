using Sluice.Ledger;

namespace Sluice.Local.Commands;

/// <summary>A load for programs.</summary>
internal sealed record LoadBody(
    long Id, string File, string? Dataset, LoadKind? Kind, LoadState State, long Rows, long Rejected, long Bytes, double Seconds,
    string? Error, string? RejectsFile)
{
    /// <summary>Creates it.</summary>
    /// <param name="load">The load.</param>
    /// <param name="time">How long it took.</param>
    public static LoadBody From(Load load, TimeSpan time) => new(
        load.Id, load.File, load.Dataset, load.Kind, load.State, load.Rows, load.Rejected, load.Bytes, time.TotalSeconds, load.Error,
        load.RejectsFile);
}
