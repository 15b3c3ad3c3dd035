using System.Globalization;
using System.Text;
using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary>Why a text is not a number as its field has them, as far as it can be told.</summary>
internal static class NumberHint
{
    // How else numbers are written: the first that fits is proposed.
    private static readonly (NumberText Text, char? Group, string Proposal)[] Spellings =
    [
        Spelling(",", null), Spelling(".", ','), Spelling(".", null), Spelling(",", '.'), Spelling(".", ' '), Spelling(",", ' '),
        Spelling(".", '\''), Spelling(".", '\u00A0'), Spelling(",", '\u00A0'),
    ];

    private static readonly NumberText[] Surrounded = [new(".", null, bareNumber: false), new(",", null, bareNumber: false)];

    /// <summary>A hint for a text that is no number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">How the field has its numbers.</param>
    public static string? OfNumber(string text, NumberText own) => Find(Encoding.UTF8.GetBytes(text), own, NumberForm.IsNumber);

    /// <summary>A hint for a text that is no whole number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">How the field has its numbers.</param>
    public static string? OfInteger(string text, NumberText own)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Find(bytes, own, NumberForm.IsInteger)
            ?? (!NumberForm.IsNumber(bytes) || NumberForm.IsSpecial(bytes) ? null
                : bytes.AsSpan().IndexOfAny("eE"u8) < 0 ? "it is written as a fraction, which a field of type number can hold"
                : "it is written with an exponent, which only a field of type number takes; a spreadsheet that wrote it may have rounded it");
    }

    /// <summary>The plain form of a text of any length, or <see langword="null"/> if it cannot be a number as a field has them.</summary>
    public static byte[]? ToPlain(ReadOnlySpan<byte> text, NumberText own)
    {
        var plain = new byte[text.Length];
        return own.Write(text, plain) is > 0 and var length ? plain[..length] : null;
    }

    private delegate bool Form(ReadOnlySpan<byte> plain);

    private static (NumberText, char?, string) Spelling(string decimalChar, char? group) => (
        new NumberText(decimalChar, group?.ToString(), bareNumber: true), group,
        group is null ? $"decimalChar \"{decimalChar}\"" : decimalChar == "." ? $"groupChar \"{group}\"" : $"groupChar \"{group}\" and decimalChar \"{decimalChar}\"");

    private static string? Find(byte[] text, NumberText own, Form isOne)
    {
        if (own.FindObstacle(text) is { } obstacle)
        {
            return $"{QuotedText.From(obstacle)} around a number can make another one of it, so it is not left out";
        }

        foreach (var (spelling, group, proposal) in Spellings)
        {
            if (spelling.Description != own.Description && Fits(text, spelling, isOne) && (group is null || HasGroups(text, $"{group}")))
            {
                return $"did you mean {proposal}?";
            }
        }

        // Only what numbers have around them: letters and digits in one are a code, not a number.
        var isMarked = Encoding.UTF8.GetString(text).Any(c => c is '%' or '#' or '(' or '\u2212' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
            || text.AsSpan().EndsWith("-"u8);
        return isMarked && Surrounded.Any(s => Fits(text, s, isOne)) ? "did you mean \"bareNumber\": false?" : null;
    }

    private static bool HasGroups(ReadOnlySpan<byte> text, string group)
    {
        var bytes = Encoding.UTF8.GetBytes(group);
        return text.IndexOf(bytes) >= 0 && NumberForm.HasGroupsOfThree(text, bytes);
    }

    private static bool Fits(ReadOnlySpan<byte> text, NumberText spelling, Form isOne)
    {
        Span<byte> plain = stackalloc byte[TextHint.Longest];
        var length = text.Length > TextHint.Longest ? -1 : spelling.Write(text, plain);
        return length > 0 && isOne(plain[..length]);
    }
}
