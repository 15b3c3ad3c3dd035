namespace Sluice.Analytics.Translation;

/// <summary>Splits <c>$apply</c>.</summary>
internal static class ApplyText
{
    private const string Rollup = "rollup";
    private const string All = "$all";

    /// <summary>
    /// The transformations of a chain, split at slashes outside parentheses and literals. Each is parsed separately, because the parser
    /// does not know the types that the earlier ones produce.
    /// </summary>
    public static IEnumerable<string> Split(string text) => Split(text, '/');

    /// <summary>The name of a transformation, and its arguments; <see langword="null"/> if it has no parentheses.</summary>
    public static (string Name, string[]? Arguments) Call(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? (trimmed, null)
            : (trimmed[..open].TrimEnd(), trimmed[^1] == ')' ? [.. Split(trimmed[(open + 1)..^1], ',').Select(a => a.Trim())] : null);
    }

    /// <summary>
    /// The groupings that a <c>groupby</c> with <c>rollup</c> stands for, the finest first; <see langword="null"/> if it has none.
    /// </summary>
    /// <param name="arguments">The arguments of <c>groupby</c>.</param>
    public static IReadOnlyList<string>? Levels(string[]? arguments)
    {
        if (arguments is not [['(', .. var keys, ')'], .. var rest] || rest.Length > 1
            || !Split(keys, ',').Any(k => Call(k) is (Rollup, [.., not All])))
        {
            return null;
        }

        IEnumerable<IReadOnlyList<string>> levels = [[]];
        foreach (var key in Split(keys, ',').Select(k => k.Trim()))
        {
            var choices = Call(key) is (Rollup, [.., not All] path) ? LevelsOf(path) : [[key]];
            levels = levels.SelectMany(l => choices.Select(c => (IReadOnlyList<string>)[.. l, .. c]));
        }

        return [.. levels.Select(l => l.Count > 0 ? $"groupby(({string.Join(',', l)}){(rest is [var inner] ? $",{inner}" : "")})"
            : rest is [var whole] ? whole : "aggregate($count as $count)")];
    }

    // Without $all, the coarsest level is that of the first property.
    private static List<IReadOnlyList<string>> LevelsOf(string[] path)
    {
        var names = path is [All, .. var others] ? others : path;
        var coarsest = names.Length == path.Length ? 1 : 0;
        return [.. Enumerable.Range(coarsest, Math.Max(0, names.Length - coarsest + 1)).Reverse()
            .Select(n => (IReadOnlyList<string>)[.. names.Take(n)])];
    }

    private static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        var depth = 0;
        var isLiteral = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    // A doubled quote within a literal leaves it and enters it again.
                    isLiteral = !isLiteral;
                    break;
                case '(' when !isLiteral:
                    depth++;
                    break;
                case ')' when !isLiteral:
                    depth--;
                    break;
                case var c when c == separator && !isLiteral && depth == 0:
                    yield return text[start..i];
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }

        yield return text[start..];
    }
}
