using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Analytics.Translation;

/// <summary>Puts the values of parameter aliases (<c>@p</c>) into the options that use them (OData URL Conventions 4.01, 5.3).</summary>
internal static partial class ParameterAliases
{
    private const string Missing = "null";

    /// <summary>Whether an option is the value of an alias.</summary>
    public static bool IsAlias(string option) => option.StartsWith('@');

    /// <summary>The options without aliases. An alias without a value is null. Values do not use aliases themselves.</summary>
    public static IReadOnlyDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> options) => options
        .Where(o => !IsAlias(o.Key))
        .ToDictionary(
            o => o.Key,
            o => o.Key is "$filter" or "$orderby" or "$compute" or "$expand" or "$apply" ? Resolve(o.Value, options) : o.Value,
            StringComparer.Ordinal);

    private static string Resolve(string text, IReadOnlyDictionary<string, string> options)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        var resolved = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = text[at] == '\'' ? QuotedLength(text, at) : text[at] == '@' ? NameLength(text, at) : 1;
            var part = text.Substring(at, length);
            resolved.Append(part[0] == '@' && length > 1 ? Value(options.GetValueOrDefault(part, Missing)) : part);
            at += length;
        }

        return resolved.ToString();
    }

    // An expression keeps together. A single literal and a list already do.
    private static string Value(string text) => !text.Any(char.IsWhiteSpace) || Whole().IsMatch(text) ? text : $"({text})";

    private static int QuotedLength(string text, int at) =>
        text.IndexOf('\'', at + 1) is > 0 and var end ? end - at + 1 : text.Length - at;

    private static int NameLength(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end - at;
    }

    [GeneratedRegex(@"^(?:'(?:[^']|'')*'|[(\[](?:'(?:[^']|'')*'|[^'()\[\]])*[)\]])$", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();
}
