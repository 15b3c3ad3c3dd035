using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>Records who has done what.</summary>
public interface IAudit
{
    /// <summary>Records a request. Texts that are too long are cut.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);
}
