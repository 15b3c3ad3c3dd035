namespace Sluice;

/// <summary>A block of code in a document.</summary>
/// <param name="Document">The document's path in the repository.</param>
/// <param name="Info">What is after the opening fence: <c>sh</c>, <c>sh run</c>, <c>azurecli</c>, …</param>
/// <param name="Lines">Its lines, without their indent.</param>
public sealed record Fence(string Document, string Info, IReadOnlyList<string> Lines)
{
    private const string Mark = "```";

    /// <summary>The documents of the repository.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
        .. Directory.EnumerateFiles(RepositoryRoot.Of("docs"), "*.md")
            .Select(f => $"docs/{Path.GetFileName(f)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The blocks that a person types into a shell.</summary>
    public static IEnumerable<Fence> OfCommands => Documents.SelectMany(Of).Where(f => f.Info is "sh" or "sh run" or "azurecli");

    /// <summary>The commands, one a line: a command that goes on over several lines is joined.</summary>
    public IEnumerable<string> Commands =>
        string.Join('\n', Lines).Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The blocks of a document.</summary>
    public static IEnumerable<Fence> Of(string document)
    {
        List<string>? lines = null;
        var info = "";
        foreach (var line in File.ReadLines(RepositoryRoot.Of(document.Split('/'))))
        {
            var text = line.TrimStart();
            if (!text.StartsWith(Mark, StringComparison.Ordinal))
            {
                lines?.Add(text);
            }
            else if (lines is null)
            {
                (lines, info) = ([], text[Mark.Length..]);
            }
            else
            {
                yield return new Fence(document, info, lines);
                lines = null;
            }
        }
    }
}
