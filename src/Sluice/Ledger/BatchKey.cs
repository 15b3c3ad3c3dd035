namespace Sluice.Ledger;

/// <summary>Names a batch of an operation.</summary>
/// <param name="Operation">The id of the operation.</param>
/// <param name="Plan">Which planning of the operation has cut it, from 1. A planning that was interrupted is repeated.</param>
/// <param name="Number">Its number in that planning, from 1.</param>
public readonly record struct BatchKey(long Operation, int Plan, int Number);
