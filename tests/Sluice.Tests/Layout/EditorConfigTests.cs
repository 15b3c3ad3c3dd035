using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Tests.Layout;

/// <summary>The rules of <c>.editorconfig</c> that no analyzer checks, for C# and the dashboard's JavaScript.</summary>
public sealed partial class EditorConfigTests
{
    private static readonly string[] Files =
    [
        .. new[] { "src", "tests" }.SelectMany(f => FilesOf(f, "*.cs")).Concat(FilesOf("src", "*.js")).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void No_line_is_longer_than_its_limit()
    {
        var limit = int.Parse(
            MaxLineLength().Match(File.ReadAllText(RepositoryRoot.Of(".editorconfig"))).Value, CultureInfo.InvariantCulture);

        Assert.Empty(Files.SelectMany(Lines).Where(l => l.Text.Length > limit).Select(l => $"{l.Place}: {l.Text.Length} characters"));
    }

    [Fact]
    public void No_block_begins_or_ends_with_a_blank_line() =>
        Assert.Empty(Files.Select(f => Lines(f).ToList())
            .SelectMany(lines => lines.Zip(lines.Skip(1)))
            .Where(p => (Opens(p.First) && IsBlank(p.Second)) || (IsBlank(p.First) && Closes(p.Second)))
            .Select(p => p.First.Place));

    private static bool Opens((string Place, string Text) line) => line.Text.Trim() == "{";

    private static bool Closes((string Place, string Text) line) => line.Text.Trim() is "}" or "};" or "});";

    private static bool IsBlank((string Place, string Text) line) => string.IsNullOrWhiteSpace(line.Text);

    private static IEnumerable<(string Place, string Text)> Lines(string file) =>
        File.ReadLines(file).Select((l, i) => ($"{Path.GetRelativePath(RepositoryRoot.Path, file)}:{i + 1}", l));

    private static IEnumerable<string> FilesOf(string folder, string pattern) =>
        Directory.EnumerateFiles(RepositoryRoot.Of(folder), pattern, SearchOption.AllDirectories).Where(f => !BuildOutput().IsMatch(f));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"(?<=max_line_length\s*=\s*)\d+")]
    private static partial Regex MaxLineLength();
}
