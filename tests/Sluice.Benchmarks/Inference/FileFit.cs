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

    /// <summary>The number of rejects that the report of inference had said.</summary>
    public long Announced { get; init; }

    /// <summary>The first reject: its line, and what is wrong.</summary>
    public string? FirstReject { get; init; }

    /// <summary>Whether the file is no table, whatever the way to read it: it is empty, or of another format by its first bytes.</summary>
    public bool IsNoTable => InferRefusal is { } why
        && (why.StartsWith("The file is empty", StringComparison.Ordinal) || why.Contains("not a CSV", StringComparison.Ordinal)
            || why.StartsWith("The file is a", StringComparison.Ordinal));
}
