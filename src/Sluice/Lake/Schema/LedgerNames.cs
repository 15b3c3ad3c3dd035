namespace Sluice.Lake.Schema;

/// <summary>The names of the ledger's entity sets. No dataset may have one of them.</summary>
internal static class LedgerNames
{
    /// <summary>The files, with the state of each.</summary>
    public const string Files = "files";

    /// <summary>The loads.</summary>
    public const string Loads = "loads";

    /// <summary>The rejected rows. Also the container of the lake that rejects files are written to.</summary>
    public const string Rejects = "rejects";

    /// <summary>The differences between files' columns and the schemas of their datasets.</summary>
    public const string Changes = "changes";

    /// <summary>The operations.</summary>
    public const string Operations = "operations";

    /// <summary>The records of the lake that have an erased key.</summary>
    public const string Remains = "remains";

    /// <summary>What the lake has, and what became of it.</summary>
    public const string Reconciliation = "reconciliation";

    /// <summary>Who has changed something, or has taken all rows of an answer.</summary>
    public const string Audit = "audit";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Files, Loads, Rejects, Changes, Operations, Remains, Reconciliation, Audit];
}
