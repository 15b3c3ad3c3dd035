using Sluice.Ledger;

namespace Sluice.Local.Demo;

/// <summary>A file of the demo and its load.</summary>
/// <param name="File">The file.</param>
/// <param name="Load">The load of the file, from the ledger.</param>
internal sealed record DemoOutcome(DemoFile File, Load Load)
{
    /// <summary>How long the load took.</summary>
    public TimeSpan Time => (Load.FinishedAt ?? Load.StartedAt) - Load.StartedAt;
}
