namespace Sluice.Analytics.Translation;

/// <summary>Takes <c>$expand</c> apart, which the parser has found to be right, so that links can have what is in it.</summary>
internal static class ExpandText
{
    // What the links themselves say.
    private static readonly string[] OfLinks = ["$top", "$skip"];

    /// <summary>The options of an expanded navigation, as those of a request for its rows.</summary>
    /// <param name="text">The whole of <c>$expand</c>.</param>
    /// <param name="navigation">The name of the navigation.</param>
    public static IReadOnlyDictionary<string, string> Options(string text, string navigation)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Split(text, ',').Where(i => i.Split('(')[0].Trim() == navigation && i.Contains('(', StringComparison.Ordinal)))
        {
            // Of two the parser takes the last.
            options.Clear();
            foreach (var option in Split(item.Trim()[(item.Trim().IndexOf('(', StringComparison.Ordinal) + 1)..^1], ';'))
            {
                var parts = option.Split('=', 2, StringSplitOptions.TrimEntries);
                var name = parts[0].StartsWith('$') ? parts[0] : $"${parts[0]}";
                if (parts.Length == 2 && !OfLinks.Contains(name, StringComparer.Ordinal))
                {
                    options[name] = parts[1];
                }
            }
        }

        return options;
    }

    private static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        var depth = 0;
        char? literal = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (literal is not null)
            {
                // Two of them in a literal stand for one: out and in again.
                literal = c == literal ? null : literal;
            }
            else if (c is '\'' or '"')
            {
                literal = c;
            }
            else if (c == separator && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
            else
            {
                depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            }
        }

        yield return text[start..];
    }
}
