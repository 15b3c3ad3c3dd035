using System.Diagnostics;
using Sluice.Ledger;
using Sluice.Telemetry;
using Sluice.Text;

namespace Sluice.Operations;

/// <summary>
/// The trace of one piece of an operation's work: its planning, or a batch. Loads of the batch are linked to it. A piece that is disposed
/// without an end has failed.
/// </summary>
internal sealed class WorkTelemetry : IDisposable
{
    private readonly Activity? caller = Activity.Current;
    private readonly Activity? trace;
    private bool hasEnded;

    /// <summary>Starts the trace.</summary>
    public WorkTelemetry(OperationKind kind, bool isPlan)
    {
        var name = EnumNames<OperationKind>.GetName(kind);
        trace = LoadTraces.StartTrace(isPlan ? name : $"{name} batch");
    }

    /// <summary>Sets what the planning has found.</summary>
    public void End(PlanCounts counts)
    {
        hasEnded = true;
        if (counts != default)
        {
            trace?.SetTag("sluice.operation.matched", counts.Matched)
                .SetTag("sluice.operation.unchanged", counts.Unchanged)
                .SetTag("sluice.operation.waiting", counts.Waiting);
        }
    }

    /// <summary>Ends the trace and restores the caller's.</summary>
    public void Dispose()
    {
        if (trace is null)
        {
            return;
        }

        if (!hasEnded)
        {
            trace.SetTag(TelemetryTags.ErrorType, TelemetryTags.OtherError).SetStatus(ActivityStatusCode.Error);
        }

        trace.Dispose();
        Activity.Current = caller;
    }
}
