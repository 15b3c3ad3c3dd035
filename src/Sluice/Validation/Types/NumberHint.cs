using System.Globalization;
using System.Text;
using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary>Guesses why a text is not a number of its field.</summary>
internal static class NumberHint
{
    // Common notations of numbers. The first one that fits is proposed.
    private static readonly (string DecimalChar, string? GroupChar)[] Spellings =
    [
        (",", null), (".", ","), (".", null), (",", "."), (".", " "), (",", " "), (".", "'"), (".", "\u00A0"), (",", "\u00A0"),
    ];

    private static readonly NumberText[] Bare = [.. Spellings.Select(s => new NumberText(s.DecimalChar, s.GroupChar, bareNumber: true))];
    private static readonly NumberText[] Surrounded =
        [.. Spellings.Select(s => new NumberText(s.DecimalChar, s.GroupChar, bareNumber: false))];

    /// <summary>A hint for a text that is not a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">How the field has its numbers.</param>
    public static string? OfNumber(string text, NumberText own) => Find(Encoding.UTF8.GetBytes(text), own, NumberForm.IsNumber);

    /// <summary>A hint for a text that is not a whole number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">How the field has its numbers.</param>
    public static string? OfInteger(string text, NumberText own)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Find(bytes, own, NumberForm.IsInteger)
            ?? (!NumberForm.IsNumber(bytes) || NumberForm.IsSpecial(bytes) ? null
                : bytes.AsSpan().IndexOfAny("eE"u8) < 0 ? "it is written as a fraction, which a field of type number can hold"
                : "it is written with an exponent, which only a field of type number takes; "
                    + "a spreadsheet that wrote it may have rounded it");
    }

    /// <summary>The plain form of a text of any length, or <see langword="null"/> if it cannot be a number of the field.</summary>
    public static byte[]? ToPlain(ReadOnlySpan<byte> text, NumberText own)
    {
        var plain = new byte[text.Length];
        return own.Write(text, plain) is > 0 and var length ? plain[..length] : null;
    }

    private delegate bool Form(ReadOnlySpan<byte> plain);

    private static string? Find(byte[] text, NumberText own, Form isOne)
    {
        if (own.FindObstacle(text) is { } obstacle)
        {
            return $"{QuotedText.From(obstacle)} next to a number can change its value, so it is not ignored";
        }

        // Propose bareNumber only for typical signs and currencies. Letters together with digits are more likely a code.
        var isMarked = text.AsSpan().EndsWith("-"u8) || Encoding.UTF8.GetString(text).Any(
            c => c is '%' or '#' or '(' or '\u2212' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol);
        foreach (var spelling in isMarked ? [.. Bare, .. Surrounded] : Bare)
        {
            if (Fits(text, spelling, isOne) && (spelling.GroupChar is null || HasGroups(text, spelling.GroupChar))
                && Propose(own, spelling) is { } proposal)
            {
                return $"did you mean {proposal}?";
            }
        }

        return null;
    }

    /// <summary>The properties that a field must change to accept another notation; <see langword="null"/> if none.</summary>
    private static string? Propose(NumberText own, NumberText spelling)
    {
        List<string> parts = [];
        if (spelling.GroupChar is not null && spelling.GroupChar != own.GroupChar)
        {
            parts.Add($"groupChar \"{spelling.GroupChar}\"");
        }
        else if (spelling.GroupChar is null && own.DecimalChar is not null && spelling.DecimalChar == own.GroupChar)
        {
            // The two must differ.
            parts.Add("no groupChar");
        }

        if (own.DecimalChar is not null && spelling.DecimalChar != own.DecimalChar)
        {
            parts.Add($"decimalChar \"{spelling.DecimalChar}\"");
        }

        if (own.IsBare && !spelling.IsBare)
        {
            parts.Add("\"bareNumber\": false");
        }

        return parts.Count == 0 ? null : string.Join(" and ", parts);
    }

    private static bool HasGroups(ReadOnlySpan<byte> text, string group)
    {
        const byte Zero = (byte)'0';
        const byte Nine = (byte)'9';
        var bytes = Encoding.UTF8.GetBytes(group);
        var digits = text[text.IndexOfAnyInRange(Zero, Nine)..(text.LastIndexOfAnyInRange(Zero, Nine) + 1)];
        return digits.IndexOf(bytes) >= 0 && NumberForm.HasGroupsOfThree(digits, bytes);
    }

    private static bool Fits(ReadOnlySpan<byte> text, NumberText spelling, Form isOne)
    {
        Span<byte> plain = stackalloc byte[TextHint.Longest];
        var length = text.Length > TextHint.Longest ? -1 : spelling.Write(text, plain);
        return length > 0 && isOne(plain[..length]);
    }
}
