using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>What a load's transaction writes to.</summary>
/// <param name="Dataset">The dataset whose table receives the rows.</param>
/// <param name="File">The file's ledger row as the load last saw it. A commit succeeds only if the row still has this
/// <see cref="FileRecord.RowVersion"/>.</param>
/// <param name="Version">The version of the file that is read.</param>
/// <param name="LoadId">The id of the load.</param>
public sealed record LoadTarget(Dataset Dataset, FileRecord File, FileVersion Version, long LoadId);
