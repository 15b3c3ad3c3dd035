using System.Globalization;
using System.Text;

namespace Sluice.Text;

/// <summary>
/// Quotes texts of a file for a message: shortened, and with control characters escaped, so that they cannot act on a terminal. So are
/// characters that nobody sees, such as U+00A0 and U+FEFF.
/// </summary>
internal static class QuotedText
{
    private const int Longest = 60;

    /// <summary>Quotes a text.</summary>
    public static string From(ReadOnlySpan<byte> text) =>
        From(Encoding.UTF8.GetString(text.Length > Longest * 4 ? text[..(Longest * 4)] : text));

    /// <summary>Quotes a text.</summary>
    public static string From(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text.Length > Longest ? text.AsSpan(0, Longest) : text)
        {
            _ = c switch
            {
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) || (c > 0x7F && (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)) =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append(text.Length > Longest ? "…\"" : "\"").ToString();
    }
}
