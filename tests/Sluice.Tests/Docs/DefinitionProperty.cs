using System.Text.RegularExpressions;

namespace Sluice.Tests.Docs;

/// <summary>A property of the lake definition, as a row of docs/lake-definition.md has it.</summary>
/// <param name="Place">The JSON pointer of the object that has it, in the first definition of the page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fields">The types of the fields that have it; empty for all.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Default">JSON in backticks, or <c>required</c>, or words.</param>
/// <param name="Examples">Values, as JSON.</param>
internal sealed partial record DefinitionProperty(
    string Place, string Name, IReadOnlyList<string> Fields, string Type, string Default, IReadOnlyList<string> Examples)
{
    public const string Page = "docs/lake-definition.md";

    private const string PlaceMark = "Place: ";
    private const string AllTypes = "all types";

    /// <summary>All rows of the tables below a line that names a place.</summary>
    public static IReadOnlyList<DefinitionProperty> All { get; } = [.. Read()];

    /// <summary>The default, as JSON, or <see langword="null"/> if it is not a value.</summary>
    public string? DefaultValue => Spans(Default) is [var json] && Default == $"`{json}`" ? json : null;

    /// <summary>Whether it is an error to leave it out.</summary>
    public bool IsRequired => Default == "required";

    /// <summary>The texts that are its only values, or an empty list.</summary>
    public IReadOnlyList<string> Words => [.. Spans(Type).Select(s => s.Trim('"'))];

    /// <summary>The table below a heading: its cells without the head.</summary>
    public static IReadOnlyList<string[]> TableOf(string heading) =>
    [
        .. File.ReadLines(RepositoryRoot.Of(Page.Split('/')))
            .SkipWhile(l => l != heading).SkipWhile(l => !IsRow(l)).TakeWhile(IsRow).Skip(2).Select(CellsOf),
    ];

    /// <summary>The texts in backticks.</summary>
    public static IReadOnlyList<string> Spans(string cell) => [.. Span().Matches(cell).Select(m => m.Groups[1].Value)];

    private static IEnumerable<DefinitionProperty> Read()
    {
        string? place = null;
        string[]? head = null;
        foreach (var line in File.ReadLines(RepositoryRoot.Of(Page.Split('/'))))
        {
            if (line.StartsWith('#'))
            {
                place = null;
            }
            else if (line.StartsWith(PlaceMark, StringComparison.Ordinal))
            {
                place = Spans(line).SingleOrDefault("");
            }
            else if (!IsRow(line) || place is null)
            {
                head = null;
            }
            else if (head is null)
            {
                head = CellsOf(line);
            }
            else if (!line.StartsWith("| ---", StringComparison.Ordinal))
            {
                yield return Of(place, head.Zip(CellsOf(line)).ToDictionary(p => p.First, p => p.Second));
            }
        }
    }

    private static DefinitionProperty Of(string place, Dictionary<string, string> cells)
    {
        var fields = cells.GetValueOrDefault("for fields of", AllTypes);
        return new(
            place, Spans(cells["property"]).Single(), fields == AllTypes ? [] : Spans(fields), cells["type"], cells["default"],
            Spans(cells["example"]));
    }

    private static bool IsRow(string line) => line.StartsWith('|');

    private static string[] CellsOf(string line) => line[1..^1].Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Span();
}
