using System.Globalization;
using System.Text;

namespace Sluice.Analytics.Model;

/// <summary>
/// Creates names that OData allows (Part 2, ABNF: odataIdentifier): at most 128 letters, digits and <c>_</c>, not starting with a digit.
/// </summary>
internal static class EdmNames
{
    private const int MaxLength = 128;

    /// <summary>The valid, free name nearest to a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isTaken">Whether a name is already in use.</param>
    public static string From(string text, Func<string, bool> isTaken)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var c in text)
        {
            if (name.Length == 0 && !IsFirst(c))
            {
                name.Append('_');
                if (!IsOther(c))
                {
                    continue;
                }
            }

            name.Append(IsOther(c) ? c : '_');
        }

        var plain = Cut(name.ToString(), MaxLength);
        var free = plain;
        for (var i = 2; isTaken(free); i++)
        {
            var suffix = $"_{i.ToString(CultureInfo.InvariantCulture)}";
            free = Cut(plain, MaxLength - suffix.Length) + suffix;
        }

        return free;
    }

    private static string Cut(string name, int length) => name.Length <= length ? name : name[..length];

    private static bool IsFirst(char c) => c == '_' || char.IsLetter(c);

    private static bool IsOther(char c) => c == '_' || char.IsLetterOrDigit(c);
}
