using Sluice.Ledger;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>An operation as an answer shows it: the properties of the set <c>operations</c>.</summary>
internal record OperationBody(
    long Id, OperationKind Kind, OperationState State, string Request, long Matched, long Files, long FilesDone, long Unchanged,
    long Loaded, long Refused, long Failed, long Busy, long Waiting, long Removed, long Rows, long Rejected, long Bytes, long Length,
    long LengthDone, long? Load, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? PlannedAt, DateTimeOffset? FinishedAt,
    double Seconds, string? Error)
{
    /// <summary>Leaves out what is only for those who do the work.</summary>
    public static OperationBody From(Operation o) => new(
        o.Id, o.Kind, o.State, o.Request, o.Matched, o.Files, o.FilesDone, o.Unchanged, o.Loaded, o.Refused, o.Failed, o.Busy, o.Waiting,
        o.Removed, o.Rows, o.Rejected, o.Bytes, o.Length, o.LengthDone, o.Load, o.StartedAt, o.UpdatedAt, o.PlannedAt, o.FinishedAt,
        o.Seconds, o.Error);
}
