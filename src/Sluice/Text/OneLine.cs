using System.Text.RegularExpressions;

namespace Sluice.Text;

/// <summary>Texts of others, such as the messages of exceptions, for one line of a log or a document.</summary>
internal static partial class OneLine
{
    /// <summary>A text as sentences of one line: its white space is single spaces, and it ends with a full stop.</summary>
    public static string Sentence(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line is [.., '.' or '!' or '?'] ? line : $"{line}.";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
