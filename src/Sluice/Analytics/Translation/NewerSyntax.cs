using System.Text;
using System.Text.RegularExpressions;
using Sluice.Analytics.Model;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Writes what the parser does not know in words that it knows: <c>a divby b</c> becomes a division of floating point numbers, and
/// <c>case(c:x,true:y)</c> a call of <see cref="UriFunctions.Case"/>.
/// </summary>
internal static partial class NewerSyntax
{
    private const string Case = "case";
    private const string DivBy = "divby";
    private const string Division = "mul 1d div";

    /// <summary>The text of an option for the parser.</summary>
    public static string Replace(string text)
    {
        if (!text.Contains(Case, StringComparison.Ordinal) && !text.Contains(DivBy, StringComparison.Ordinal))
        {
            return text;
        }

        // Whether each open parenthesis is that of a case.
        Stack<bool> open = [];
        var replaced = new StringBuilder(text.Length);
        foreach (var token in Token().EnumerateMatches(text))
        {
            var part = text.AsSpan(token.Index, token.Length);
            switch (part)
            {
                case DivBy:
                    replaced.Append(Division);
                    break;
                case Case when IsCall(text, token.Index + token.Length):
                    replaced.Append(UriFunctions.Case);
                    break;
                case "(":
                    open.Push(EndsWithCase(replaced));
                    replaced.Append('(');
                    break;
                case ")":
                    open.TryPop(out _);
                    replaced.Append(')');
                    break;
                case ":" when open.TryPeek(out var isCase) && isCase:
                    replaced.Append(',');
                    break;
                default:
                    replaced.Append(part);
                    break;
            }
        }

        return replaced.ToString();
    }

    private static bool IsCall(string text, int after) => after < text.Length && text[after] == '(';

    private static bool EndsWithCase(StringBuilder text) =>
        text.Length >= UriFunctions.Case.Length
        && text.ToString(text.Length - UriFunctions.Case.Length, UriFunctions.Case.Length) == UriFunctions.Case;

    // Texts, times with their colons, names and paths, and any other character by itself.
    [GeneratedRegex(@"'(?:[^']|'')*'?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?|[\w$./@]+|.", RegexOptions.Singleline)]
    private static partial Regex Token();
}
