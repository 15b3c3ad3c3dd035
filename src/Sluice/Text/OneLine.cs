using System.Text.RegularExpressions;

namespace Sluice.Text;

/// <summary>Formats foreign texts, such as messages of exceptions, for one line of a log or document.</summary>
internal static partial class OneLine
{
    /// <summary>The text on one line: each run of white space becomes one space, and it ends with a full stop.</summary>
    public static string Sentence(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line is [.., '.' or '!' or '?'] ? line : $"{line}.";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
