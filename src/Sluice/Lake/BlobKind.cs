namespace Sluice.Lake;

/// <summary>How a file's blob is written.</summary>
public enum BlobKind
{
    /// <summary>As blocks that a commit puts in place: any part may differ from one version to the next.</summary>
    Block,

    /// <summary>By appending only: what was written once stays as it is while the blob exists.</summary>
    Append,
}
