using Sluice.Ledger;

namespace Sluice.Local.Demo;

/// <summary>How a file of the demo got into the warehouse.</summary>
/// <param name="File">The file.</param>
/// <param name="Load">The load that brought it, as the ledger has it.</param>
internal sealed record DemoOutcome(DemoFile File, Load Load)
{
    /// <summary>How long the load took.</summary>
    public TimeSpan Time => (Load.FinishedAt ?? Load.StartedAt) - Load.StartedAt;
}
