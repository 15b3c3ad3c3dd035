namespace Sluice.Benchmarks.Inference;

/// <summary>How many rows of a file fit what was inferred.</summary>
/// <param name="Folder">The folder that was given.</param>
/// <param name="Path">The file.</param>
/// <param name="Rows">The number of rows that pass.</param>
/// <param name="Rejected">The number of rejects.</param>
internal sealed record FileFit(string Folder, string Path, long Rows, long Rejected)
{
    /// <summary>Why inference refused the file, or <see langword="null"/>.</summary>
    public string? InferRefusal { get; init; }

    /// <summary>Why validation refused the file, or <see langword="null"/>.</summary>
    public string? ValidateRefusal { get; init; }

    /// <summary>The number of rejects that the report of inference had said; 0 for another file than the inferred one.</summary>
    public long Announced { get; init; }

    /// <summary>The first reject: its line, and what is wrong.</summary>
    public string? FirstReject { get; init; }

    /// <summary>The number of rejects that it had not said.</summary>
    public long Unannounced => Math.Max(0, Rejected - Announced);

    /// <summary>Whether inference refused the file because it is no table, whatever the way to read it.</summary>
    public bool IsNoTable { get; init; }
}
