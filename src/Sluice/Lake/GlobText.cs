using System.Buffers;

namespace Sluice.Lake;

/// <summary>
/// The syntax of globs: what is valid, the globs without alternatives that one with alternatives stands for, and the placeholders
/// (<c>{day}</c>), which are groups without a comma.
/// </summary>
internal static class GlobText
{
    /// <summary>The most globs that one with alternatives can stand for.</summary>
    public const int MostAlternatives = 64;

    private static readonly SearchValues<char> Special = SearchValues.Create(@"?[]\");
    private static readonly SearchValues<char> Wild = SearchValues.Create("*{");

    /// <summary>Where the first wildcard or group of alternatives is, or -1.</summary>
    public static int IndexOfWildcard(ReadOnlySpan<char> text) => text.IndexOfAny(Wild);

    /// <summary>Why a text is not a valid glob, or <see langword="null"/> if it is one.</summary>
    public static string? FindFault(string text)
    {
        if (text.Length == 0)
        {
            return "the glob is empty";
        }

        if (text.AsSpan().IndexOfAny(Special) is var special and >= 0)
        {
            return $"'{text[special]}' is not allowed: the wildcards are '*' within a folder, '**' for any folders, and '{{a,b}}'";
        }

        if (text.Any(char.IsControl))
        {
            return "a control character is not allowed";
        }

        return FindFaultOfGroups(text)
            ?? (CountAlternatives(text) > MostAlternatives
                ? $"the groups stand for more than {MostAlternatives} globs"
                : Expand(text).Select(FindFaultOfOne).FirstOrDefault(f => f is not null));
    }

    /// <summary>The globs without alternatives that a valid glob stands for, in the order in which they are written.</summary>
    public static IEnumerable<string> Expand(string text)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        while (open >= 0 && !text.AsSpan(open..text.IndexOf('}', open)).Contains(','))
        {
            open = text.IndexOf('{', open + 1);
        }

        if (open < 0)
        {
            return [text];
        }

        var close = text.IndexOf('}', open);
        var rests = Expand(text[(close + 1)..]).ToList();
        return text[(open + 1)..close].Split(',').SelectMany(a => rests.Select(r => text[..open] + a + r)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The names of the placeholders of a valid glob, in their order.</summary>
    public static IEnumerable<string> PlaceholdersOf(string text) => text.Split('{').Skip(1)
        .Select(g => g[..g.IndexOf('}', StringComparison.Ordinal)]).Where(g => !g.Contains(',', StringComparison.Ordinal));

    private static string? FindFaultOfGroups(string text)
    {
        const string Form = "a group is written '{a,b}'";
        var open = -1;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' when open >= 0:
                    return $"{Form}, and cannot be within another";
                case '{':
                    open = i;
                    break;
                case '}' when open < 0:
                    return $"{Form}, but a '}}' has no '{{' before it";
                case '}' when !text.AsSpan(open, i - open).Contains(',') && !IsPlaceholder(text.AsSpan(open + 1, i - open - 1)):
                    return $"{Form}, and a placeholder '{{field}}' with letters, digits, '_' and '-', "
                        + $"but '{text[open..(i + 1)]}' is neither";
                case '}':
                    open = -1;
                    break;
                case '/' when open >= 0:
                    return $"{Form}, and ends within the folder or file name that it begins in";
            }
        }

        return open < 0 ? null : $"{Form}, but '{text[open..]}' has no '}}'";
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }

    private static long CountAlternatives(string text)
    {
        var count = 1L;
        foreach (var group in text.Split('{').Skip(1))
        {
            count = Math.Min(count * (group.AsSpan(0, group.IndexOf('}', StringComparison.Ordinal)).Count(',') + 1), int.MaxValue);
        }

        return count;
    }

    private static string? FindFaultOfOne(string text)
    {
        foreach (var segment in text.Split('/'))
        {
            if (segment.Length == 0)
            {
                return "it has an empty folder or file name ('/' at the start, at the end, or twice in a row)";
            }

            if (segment is "." or "..")
            {
                return $"'{segment}' is not allowed as a folder or file name";
            }

            if (segment != "**" && segment.Contains("**", StringComparison.Ordinal))
            {
                return $"'**' stands for whole folders and cannot be part of '{segment}'";
            }
        }

        return FindFaultOfPlaceholders(text);
    }

    private static string? FindFaultOfPlaceholders(string text)
    {
        if (PlaceholdersOf(text).GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
        {
            return $"'{{{twice}}}' occurs twice";
        }

        // Nobody could tell where the one ends and the other begins.
        foreach (var pair in (string[])["}{", "}*", "*{"])
        {
            if (text.Contains(pair, StringComparison.Ordinal))
            {
                return $"'{pair}' is not allowed: there must be a text between a placeholder and the next wildcard of the same name";
            }
        }

        return null;
    }
}
