using Sluice.Ledger;

namespace Sluice.IntegrationTests.Loading;

/// <summary>What an operation did.</summary>
internal sealed record SweepResult(
    int Files, int Unchanged, int Loaded, int Refused, int Failed, int Busy, int Waiting, int Removed, long Rows, long Rejected)
{
    /// <summary>The counts of an operation that has ended.</summary>
    /// <exception cref="InvalidOperationException">The operation failed.</exception>
    public static SweepResult From(Operation o) => o.State == OperationState.Failed
        ? throw new InvalidOperationException(o.Error)
        : new(
            (int)o.Matched, (int)o.Unchanged, (int)o.Loaded, (int)o.Refused, (int)o.Failed, (int)o.Busy, (int)o.Waiting, (int)o.Removed,
            o.Rows, o.Rejected);
}
