using Sluice.Lake.Definition;

namespace Sluice.Inference;

/// <summary>A way to read files that have no definition yet.</summary>
/// <param name="Dialect">The dialect; without a delimiter, it is detected in each file.</param>
/// <param name="ReadsEnd">Whether trailing columns without a header become fields.</param>
internal sealed record ReadingPlan(CsvDialect Dialect, bool ReadsEnd = false)
{
    /// <summary>The plan that fits most files: the default dialect, with a detected delimiter.</summary>
    public static ReadingPlan Usual { get; } = new(CsvDialect.Default with { Delimiter = null });
}
