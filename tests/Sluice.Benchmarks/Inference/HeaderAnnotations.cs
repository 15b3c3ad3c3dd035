using System.Globalization;

namespace Sluice.Benchmarks.Inference;

/// <summary>Which rows of the annotated files are the header. The repository does not say it, so its files were looked at.</summary>
internal static class HeaderAnnotations
{
    /// <summary>Reads the annotations of the files whose header is not just row 1.</summary>
    public static Dictionary<(string Set, string File), IReadOnlyList<int>> Read()
    {
        using var text = new StreamReader(
            typeof(HeaderAnnotations).Assembly.GetManifestResourceStream("Sluice.Benchmarks.Inference.headers.txt")!);
        var found = new Dictionary<(string, string), IReadOnlyList<int>>();
        while (text.ReadLine() is { } line)
        {
            if (line.Split('|') is [var set, var file, var rows] && !line.StartsWith('#'))
            {
                found[(set, file)] = [.. rows.Split(',').Select(r => int.Parse(r, CultureInfo.InvariantCulture))];
            }
        }

        return found;
    }
}
