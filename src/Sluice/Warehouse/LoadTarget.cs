using Sluice.Lake;
using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>What a load transaction writes to.</summary>
/// <param name="Dataset">The dataset, whose table gets the rows.</param>
/// <param name="File">The file as the ledger had it when the load planned; its version is what a commit compares with.</param>
/// <param name="Version">The version of the file that is read.</param>
/// <param name="LoadId">The number of the load.</param>
public sealed record LoadTarget(Dataset Dataset, FileRecord File, FileVersion Version, long LoadId);
