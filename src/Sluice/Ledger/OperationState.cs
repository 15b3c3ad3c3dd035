namespace Sluice.Ledger;

/// <summary>The state of an operation.</summary>
public enum OperationState
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>All of its work is done. The loads of single files may have failed: the counts say how many.</summary>
    Succeeded,

    /// <summary>Some of its work was not done; the error says why.</summary>
    Failed,
}
