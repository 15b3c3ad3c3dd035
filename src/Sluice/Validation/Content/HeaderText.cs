using System.Globalization;
using System.Text;

namespace Sluice.Validation.Content;

/// <summary>The names of columns, as they are compared.</summary>
internal static class HeaderText
{
    /// <summary>
    /// The name without white space and invisible characters at its ends, and with one space for each run of white space within it. Files
    /// of spreadsheets have line breaks, no-break spaces and byte order marks in their headers, which nobody sees. A letter with an accent
    /// is one character, also if it is written as two.
    /// </summary>
    public static string Normalize(string text)
    {
        if (IsNormal(text))
        {
            return text;
        }

        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                normal.Append(normal.Length > 0 && normal[^1] != ' ' ? " " : "");
            }
            else if (!IsInvisible(c))
            {
                normal.Append(c);
            }
        }

        return normal.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC);
    }

    private static bool IsNormal(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ' ' ? i == 0 || i == text.Length - 1 || text[i - 1] == ' ' : char.IsWhiteSpace(c) || IsInvisible(c) || IsMark(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMark(char c) => c > 0x2FF && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    // Zero-width spaces and joiners, soft hyphens, direction marks, byte order marks.
    private static bool IsInvisible(char c) => c > 0x7F && char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
