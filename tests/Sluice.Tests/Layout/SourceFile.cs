using System.Text.RegularExpressions;

namespace Sluice.Tests.Layout;

/// <summary>A file of the product's C# code.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Project">The project that it belongs to.</param>
/// <param name="Folder">The namespace that its folder implies.</param>
/// <param name="Namespace">The namespace that it declares.</param>
/// <param name="Usings">The namespaces of its usings.</param>
internal sealed partial record SourceFile(string Path, string Project, string Folder, string Namespace, IReadOnlyList<string> Usings)
{
    /// <summary>All files under <c>src</c> that declare a namespace.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Read()];

    private static IEnumerable<SourceFile> Read()
    {
        var root = RepositoryRoot.Of("src");
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = System.IO.Path.GetRelativePath(root, path).Split(System.IO.Path.DirectorySeparatorChar);
            var text = File.ReadAllText(path);
            if (!parts[1..].Any(p => p is "bin" or "obj") && DeclaredNamespace().Match(text) is { Success: true } declared)
            {
                yield return new SourceFile(
                    string.Join('/', parts), parts[0], string.Join('.', parts[..^1]), declared.Groups[1].Value,
                    [.. UsedNamespace().Matches(text).Select(u => u.Groups[1].Value)]);
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsedNamespace();
}
