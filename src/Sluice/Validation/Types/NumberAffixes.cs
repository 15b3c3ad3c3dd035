using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>
/// Removes the text around a number (<c>bareNumber</c> is <see langword="false"/>): currencies, percent signs and units. One minus sign at
/// the edge of the text before or after the number, or parentheses around it, make it negative. Text that may change the value, such as
/// <c>k</c> or <c>CR</c>, is neither ignored nor interpreted: then the text is not a number.
/// </summary>
internal static class NumberAffixes
{
    // Hyphen-minus and the minus signs of Unicode: mathematical, small and full width.
    private const string Minuses = "-\u2212\uFE63\uFF0D";

    // Characters that look like a minus sign but are not in the category of dashes: soft hyphen, modifiers, bullets, box drawings, long
    // vowel marks.
    private const string MinusLike = "\u00AD\u02D7\u2043\u2500\u2501\u2574\u2796\u30FC\uFF70";

    // Chinese and Japanese numerals, whose value .NET does not know: U+4E07 multiplies by ten thousand.
    private const string Numerals =
        "\u3007\u4E00\u4E03\u4E07\u4E09\u4E5D\u4E8C\u4E94\u4EBF\u5104\u5146\u516B\u516D\u5341\u5343\u56DB\u767E\u842C\u96F6";

    // Words that change a value: credit and debit, minus, thousands and more. A single letter counts only right after the number: 5k is
    // 5,000, but 300 K may be degrees.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "cr", "dr", "minus", "neg", "negative", "mn", "mio", "mln", "bn", "mrd", "tsd", "hundred", "thousand", "thousands",
            "million", "millions", "billion", "billions", "trillion", "lakh", "crore", "dozen", "soll", "haben", "teur", "tusd",
            "tchf", "keur", "kusd", "meur", "musd",
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    private const int LongestWord = 9;
    private const string AttachedLetters = "kKMBeE";

    /// <summary>Removes the text around a number.</summary>
    /// <param name="text">The text; on return the number without a sign.</param>
    /// <param name="point">The decimal point; empty for whole numbers.</param>
    /// <param name="isNegative">Whether the number is negative.</param>
    /// <param name="obstacle">The text that may change the value, if that is why the method fails.</param>
    /// <returns>Whether there is a number.</returns>
    public static bool TryRemove(
        ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> point, out bool isNegative, out ReadOnlySpan<byte> obstacle)
    {
        isNegative = false;
        obstacle = default;
        var first = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (first < 0)
        {
            return false;
        }

        var end = text.LastIndexOfAnyInRange((byte)'0', (byte)'9') + 1;
        if (!TryFindStart(text[..first], point, out var start))
        {
            obstacle = text[(first - 1)..end];
            return false;
        }

        var signs = new Signs();
        if (!signs.TryRead(text[..start], isBefore: true, out obstacle) || !signs.TryRead(text[end..], isBefore: false, out obstacle))
        {
            return false;
        }

        if (signs.Opened != signs.Closed)
        {
            obstacle = text;
            return false;
        }

        isNegative = signs.IsNegative;
        text = text[start..end];
        return true;
    }

    // A point right before the first digit is a decimal point only if no letter precedes it: "€.50", but not "Rs.50". Any other separator
    // there is not the field's.
    private static bool TryFindStart(ReadOnlySpan<byte> before, ReadOnlySpan<byte> point, out int start)
    {
        start = before.Length;
        if (point.Length > 0 && before.EndsWith(point))
        {
            start -= point.Length;
            return Rune.DecodeLastFromUtf8(before[..start], out var rune, out _) != System.Buffers.OperationStatus.Done
                || rune.Value is '+' or '(' or '\uFF08' || IsMinus(rune) || IsSpace(rune)
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.CurrencySymbol;
        }

        return before.Length == 0 || before[^1] is not ((byte)'.' or (byte)',');
    }

    private static bool IsMinus(Rune rune) => rune.IsBmp && Minuses.Contains((char)rune.Value);

    // Marks of the writing direction are invisible, so they count as spaces.
    private static bool IsSpace(Rune rune) =>
        Rune.IsWhiteSpace(rune) || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value != '\u00AD');

    /// <summary>
    /// Whether a character may change the value of a number: digits and fractions of any script, mathematical signs, dashes, brackets.
    /// </summary>
    private static bool IsObstacle(Rune rune) =>
        (rune.IsBmp && (MinusLike.Contains((char)rune.Value) || Numerals.Contains((char)rune.Value)))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber or UnicodeCategory.MathSymbol or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
        || Rune.GetNumericValue(rune) >= 0;

    /// <summary>Collects the sign from the text around a number.</summary>
    private ref struct Signs
    {
        public int Count;
        public bool IsNegative;
        public bool Opened;
        public bool Closed;

        public bool TryRead(ReadOnlySpan<byte> affix, bool isBefore, out ReadOnlySpan<byte> obstacle)
        {
            obstacle = default;
            var wordStart = -1;
            for (var at = 0; at < affix.Length;)
            {
                Rune.DecodeFromUtf8(affix[at..], out var rune, out var length);
                if (Rune.IsLetter(rune))
                {
                    wordStart = wordStart < 0 ? at : wordStart;
                }
                else if (wordStart >= 0 && IsAmount(affix[wordStart..at], isAttached: !isBefore && wordStart == 0))
                {
                    obstacle = affix[wordStart..at];
                    return false;
                }
                else
                {
                    wordStart = -1;
                }

                if (!TryRead(rune, affix[..at], affix[(at + length)..], isBefore))
                {
                    obstacle = affix.Slice(at, length);
                    return false;
                }

                at += length;
            }

            if (wordStart >= 0 && IsAmount(affix[wordStart..], isAttached: !isBefore && wordStart == 0))
            {
                obstacle = affix[wordStart..];
                return false;
            }

            return true;
        }

        private bool TryRead(Rune rune, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, bool isBefore)
        {
            var isMinus = IsMinus(rune);
            var isOpening = rune.Value is '(' or '\uFF08' && isBefore;
            var isClosing = rune.Value is ')' or '\uFF09' && !isBefore;
            if (!isMinus && !isOpening && !isClosing && rune.Value != '+')
            {
                return !IsObstacle(rune);
            }

            if (isClosing && Closed)
            {
                return false;
            }

            Count += isClosing ? 0 : 1;
            IsNegative |= isMinus || isOpening;
            Opened |= isOpening;
            Closed |= isClosing;

            // A hyphen within words is not a sign, and "5,-" is a price of five.
            return Count <= 1 && (IsBlank(before) || IsBlank(after)) && (isBefore || before is not [.., (byte)'.' or (byte)',']);
        }

        private static bool IsBlank(ReadOnlySpan<byte> text)
        {
            while (text.Length > 0 && Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done
                && IsSpace(rune))
            {
                text = text[length..];
            }

            return text.Length == 0;
        }

        private static bool IsAmount(ReadOnlySpan<byte> word, bool isAttached)
        {
            Span<char> chars = stackalloc char[LongestWord];
            return word.Length == 1
                ? isAttached && AttachedLetters.Contains((char)word[0])
                : word.Length <= LongestWord && Encoding.UTF8.TryGetChars(word, chars, out var count) && Words.Contains(chars[..count]);
        }
    }
}
