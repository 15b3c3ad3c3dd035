namespace Sluice.Lake;

/// <summary>How a file's blob is written.</summary>
public enum BlobKind
{
    /// <summary>In blocks that a commit puts in place. Any part can change from one version to the next.</summary>
    Block,

    /// <summary>By appending only. What was written never changes while the blob exists.</summary>
    Append,
}
