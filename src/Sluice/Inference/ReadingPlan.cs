using Sluice.Lake;

namespace Sluice.Inference;

/// <summary>A way to read files that nobody has described.</summary>
/// <param name="Dialect">How they are written; without a delimiter it is detected in each file.</param>
/// <param name="ReadsEnd">Whether columns at the end that have no header are fields.</param>
internal sealed record ReadingPlan(CsvDialect Dialect, bool ReadsEnd = false)
{
    /// <summary>How nearly all files are written.</summary>
    public static ReadingPlan Usual { get; } = new(CsvDialect.Default with { Delimiter = null });
}
