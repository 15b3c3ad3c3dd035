namespace Sluice.Lake;

/// <summary>The names that the ledger is served under beside the datasets; no dataset may have one of them.</summary>
internal static class LedgerNames
{
    /// <summary>What is known of each file.</summary>
    public const string Files = "files";

    /// <summary>The loads.</summary>
    public const string Loads = "loads";

    /// <summary>The rejected rows; also the container of the lake where the files of rejected rows are.</summary>
    public const string Rejects = "rejects";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Files, Loads, Rejects];
}
