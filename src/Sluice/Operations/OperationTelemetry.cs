using System.Diagnostics;
using Sluice.Ledger;
using Sluice.Telemetry;

namespace Sluice.Operations;

/// <summary>The metrics of operations that have ended.</summary>
internal static class OperationTelemetry
{
    /// <summary>Records how long a sweep took.</summary>
    public static void End(Operation operation)
    {
        if (operation.Kind != OperationKind.Sweep)
        {
            return;
        }

        var tags = default(TagList);
        if (operation.State == OperationState.Failed)
        {
            tags.Add(TelemetryTags.ErrorType, TelemetryTags.OtherError);
        }

        LoadMetrics.SweepDuration.Record(operation.Seconds, tags);
    }
}
