namespace Sluice.Ledger;

/// <summary>What the planning of an operation has found besides work.</summary>
/// <param name="Matched">Files in the lake that the operation is about.</param>
/// <param name="Unchanged">Those that need no load.</param>
/// <param name="Waiting">Those that failed before, and whose next try is later or only on request.</param>
public readonly record struct PlanCounts(long Matched, long Unchanged, long Waiting);
