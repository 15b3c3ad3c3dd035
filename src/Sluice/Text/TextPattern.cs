using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Text;

/// <summary>Compiles the patterns of schemas: regular expressions of XML Schema, matched in time linear in the text.</summary>
internal static class TextPattern
{
    // The classes \i and \c of XML Schema, which .NET lacks: characters that start a name, and those that continue it.
    private const string NameStart = @"\p{L}_:";
    private const string NameRest = @"\p{L}\p{Nd}\p{M}\p{Lm}_:.\-·";

    /// <summary>Compiles a pattern that must match the whole text, with or without <c>^</c> and <c>$</c>.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking: back references, look-around, atomic groups.</exception>
    public static Regex Create(string pattern)
    {
        // Compile it unwrapped first, so that an error refers to the pattern as written.
        var translated = Translate(pattern);
        _ = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return new Regex($@"\A(?:{translated})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    private static string Translate(string pattern)
    {
        if (!pattern.Contains('\\', StringComparison.Ordinal))
        {
            return pattern;
        }

        var translated = new StringBuilder();
        var classes = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                var escaped = pattern[++i];
                translated.Append(escaped switch
                {
                    'i' => classes > 0 ? NameStart : $"[{NameStart}]",
                    'c' => classes > 0 ? NameRest : $"[{NameRest}]",
                    'I' when classes == 0 => $"[^{NameStart}]",
                    'C' when classes == 0 => $"[^{NameRest}]",
                    _ => $"\\{escaped}",
                });
                continue;
            }

            classes += c == '[' ? 1 : c == ']' && classes > 0 ? -1 : 0;
            translated.Append(c);
        }

        return translated.ToString();
    }
}
