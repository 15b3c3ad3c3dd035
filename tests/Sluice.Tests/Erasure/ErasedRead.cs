using Sluice.Ledger;

namespace Sluice.Tests.Erasure;

/// <summary>A file that was read with erased keys: the numbers of its rows and rejects, and what was left out.</summary>
internal sealed record ErasedRead(
    List<long> Rows, List<long> Rejects, List<(long Row, long Line)> Erased, ReadPosition Position);
