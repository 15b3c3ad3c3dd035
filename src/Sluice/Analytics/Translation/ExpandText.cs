namespace Sluice.Analytics.Translation;

/// <summary>Splits a valid <c>$expand</c>, so that links can repeat its options.</summary>
internal static class ExpandText
{
    // Options that the links set themselves.
    private static readonly string[] OfLinks = ["$top", "$skip"];

    /// <summary>The options of an expanded navigation, as options of a request for its rows.</summary>
    /// <param name="text">The whole text of <c>$expand</c>.</param>
    /// <param name="navigation">The name of the navigation.</param>
    public static IReadOnlyDictionary<string, string> Options(string text, string navigation)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Split(text, ',').Where(i => i.Split('(')[0].Trim() == navigation && i.Contains('(', StringComparison.Ordinal)))
        {
            // If a navigation is expanded twice, the parser uses the last one.
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
                // A doubled quote within a literal leaves it and enters it again.
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
