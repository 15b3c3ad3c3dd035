using Sluice.Lake.Definition;

namespace Sluice.Inference;

/// <summary>What a person knows of the files. The rest is found.</summary>
public sealed record InferenceOptions
{
    /// <summary>The name of the encoding, or <see langword="null"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// How the files are written, or <see langword="null"/>. Without a delimiter, it is detected in each file. No other way is tried.
    /// </summary>
    public CsvDialect? Dialect { get; init; }
}
