namespace Sluice.Benchmarks.Inference;

/// <summary>The files of folders that look like tables.</summary>
internal static class CsvFiles
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".tab", ".psv"];

    /// <summary>Finds them, in the order of their paths.</summary>
    /// <param name="folder">The folder, or one file.</param>
    /// <param name="only">A pattern of their names, with * and ?.</param>
    public static IReadOnlyList<string> In(string folder, string only) =>
        File.Exists(folder) ? [folder]
        : [.. Directory.EnumerateFiles(folder, only, SearchOption.AllDirectories)
            .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)
                || f.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
}
