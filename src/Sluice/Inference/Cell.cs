using System.Buffers;
using System.Text.RegularExpressions;

namespace Sluice.Inference;

/// <summary>
/// Tells what cells of a sample look like, whatever their types will be. A wrong dialect leaves cells that look like none.
/// </summary>
internal static partial class Cell
{
    private const int LongestTyped = 64;
    private const double Plain = 0.7;

    private static readonly string[] Nulls = ["NA", "N/A", "n/a", "NaN", "nan", "NULL", "Null", "null", "None", "-", "--", "\\N"];
    private static readonly SearchValues<char> Inner = SearchValues.Create(" .'’()+-_/&%°?!@*,");
    private static readonly SearchValues<char> Lists = SearchValues.Create(";|\t");

    /// <summary>What a cell looks like.</summary>
    public static CellKind KindOf(string cell)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length == 0)
        {
            return CellKind.Empty;
        }

        if (text.Length <= LongestTyped)
        {
            if (char.IsAsciiDigit(text[0]) || "-+.($€£".Contains(text[0], StringComparison.Ordinal))
            {
                if (text.ContainsAnyInRange('0', '9') && Number().IsMatch(text))
                {
                    return CellKind.Number;
                }

                if (Date().IsMatch(text))
                {
                    return CellKind.Date;
                }
            }

            if (IsAny(text, Nulls))
            {
                return CellKind.Null;
            }

            if (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase))
            {
                return CellKind.Boolean;
            }
        }

        return Address().IsMatch(text) ? CellKind.Address : IsWords(text) ? CellKind.Words : CellKind.Text;
    }

    /// <summary>
    /// How likely a cell is one value, from 0 to 1: high for values of a type, and low for texts with marks of separators, or with a part
    /// of quotes.
    /// </summary>
    /// <param name="cell">The text.</param>
    /// <param name="isQuoted">Whether it is within quotes, where a text may have any character.</param>
    public static double Likeness(string cell, bool isQuoted)
    {
        var kind = KindOf(cell);
        if (kind is not (CellKind.Words or CellKind.Text))
        {
            return kind == CellKind.Empty ? isQuoted ? 0.9 : 0.5 : 1;
        }

        if (isQuoted)
        {
            return 0.9;
        }

        var text = cell.AsSpan().Trim();
        if (HasHalfOfQuotes(text))
        {
            return 0;
        }

        if (text.Contains("\"\"", StringComparison.Ordinal))
        {
            return 0.1;
        }

        return text.ContainsAny(Lists) ? OfList(text)
            : text.Contains(',') ? text.Count(", ") == text.Count(',') ? 0.5 : 0.3
            : kind == CellKind.Words ? 0.9
            : text.Count('#') > 1 || text.Count('^') > 1 || text.Count('~') > 1 ? 0.4
            : text is ['\'', _, .., '\''] ? 0.8
            : Plain;
    }

    /// <summary>Whether values of a kind have a type, and so differ from names of columns.</summary>
    public static bool IsTyped(CellKind kind) => kind is CellKind.Number or CellKind.Date or CellKind.Boolean;

    // A list within a cell has parts, and one mark between them.
    private static double OfList(ReadOnlySpan<char> text)
    {
        var mark = text[text.IndexOfAny(Lists)];
        var (parts, isList) = (0, mark != '\t' && !text.ContainsAny(mark == ';' ? "|\t" : ";\t"));
        foreach (var part in text.Split(mark))
        {
            parts++;
            isList &= !text[part].IsWhiteSpace();
        }

        return !isList ? 0.2 : parts > 2 ? 0.6 : 0.4;
    }

    // Quotes come in pairs. An apostrophe is alone, but within a word or after it.
    private static bool HasHalfOfQuotes(ReadOnlySpan<char> text)
    {
        if (text.Count('"') % 2 == 1)
        {
            return true;
        }

        if (text.Count('\'') % 2 == 0)
        {
            return false;
        }

        var at = text.IndexOf('\'');
        return (at == 0 && text.Length > 1 && !char.IsAsciiDigit(text[1]))
            || (at > 0 && at == text.Length - 1 && char.ToLowerInvariant(text[at - 1]) != 's')
            || (at > 0 && at + 1 < text.Length && " (#".Contains(text[at - 1], StringComparison.Ordinal)
                && !char.IsAsciiDigit(text[at + 1]));
    }

    private static bool IsWords(ReadOnlySpan<char> text)
    {
        if (!IsOfWord(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!IsOfWord(c) && !Inner.Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c);

    private static bool IsAny(ReadOnlySpan<char> text, string[] texts)
    {
        foreach (var one in texts)
        {
            if (text.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[-+]?([$€£]\s?)?[-+]?([0-9]{1,3}([, .'][0-9]{3})+|[0-9]+)?([.,][0-9]+)?([eE][-+]?[0-9]+)?\s?[%$€£]?$")]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^([0-9]{4}[-/.][0-9]{1,2}([-/.][0-9]{1,2})?|[0-9]{1,2}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4})?"
        + @"([T ]?[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?\s?([AaPp]\.?[Mm]\.?)?)?\s?(Z|UTC|[-+][0-9]{2}:?[0-9]{0,2})?$")]
    private static partial Regex Date();

    [GeneratedRegex(
        @"^((https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+|[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]+)?)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
