using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Analytics.Access;

/// <summary>Finds the claims in the text of a filter: <c>@claim.city</c>, but not in texts in quotes.</summary>
internal static partial class ClaimNames
{
    /// <summary>The names of the claims in a filter, in the order of the text.</summary>
    public static IEnumerable<string> Of(string filter) =>
        Token().Matches(filter).Where(m => m.Groups[1].Success).Select(m => m.Groups[1].Value);

    /// <summary>Whether a filter calls <c>now()</c>.</summary>
    public static bool HasNow(string filter) => Token().Matches(filter).Any(m => m.Groups[2].Success);

    /// <summary>The filter with an alias in place of each claim, as the parser needs it.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="names">The names of the claims. Gets those of the filter; the alias <c>@c5</c> is that of the sixth.</param>
    public static string Replace(string filter, List<string> names) => Token().Replace(filter, m =>
    {
        if (!m.Groups[1].Success)
        {
            return m.Value;
        }

        if (!names.Contains(m.Groups[1].Value))
        {
            names.Add(m.Groups[1].Value);
        }

        return $"@c{names.IndexOf(m.Groups[1].Value).ToString(CultureInfo.InvariantCulture)}";
    });

    /// <summary>The name of the claim that an alias stands for, or <see langword="null"/> if the filter has none such.</summary>
    public static string? Find(string alias, IReadOnlyList<string> names) =>
        alias.StartsWith("@c", StringComparison.Ordinal)
        && int.TryParse(alias.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < names.Count
            ? names[index]
            : null;

    [GeneratedRegex(@"'(?:[^']|'')*'?|@claim\.([A-Za-z_]\w*(?:\.\w+)*)|\b(now)\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
