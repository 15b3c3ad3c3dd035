using System.Globalization;
using System.Text;
using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary>Guesses why a text is not a number of its field.</summary>
internal static class NumberHint
{
    // Common notations of numbers. The first one that fits is proposed, and where it is a decimal point that could be a separator of
    // groups, the other reading too.
    private static readonly (string DecimalChar, string? GroupChar)[] Spellings =
    [
        (",", null), (".", ","), (".", null), (",", "."), (".", " "), (",", " "), (".", "'"), (".", "\u2019"), (".", "_"),
        (".", "\u00A0"), (",", "\u00A0"), (",", "\u202F"),
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
        if (OfExponent(text) is { } exponent)
        {
            return exponent;
        }

        var groups = Find(bytes, own, own.DecimalChar is null ? NumberForm.IsInteger : NumberForm.IsNumber);
        if (own.DecimalChar is not null || !IsFraction(bytes, out var point, out var isWhole))
        {
            return groups;
        }

        var remedy = $"\"sluice:fraction\": \"truncate\"{(point == "." ? "" : $" with decimalChar \"{point}\"")}";
        return groups is not null
            ? $"{groups[..^1]}, or is it a fraction, which {remedy} cuts off?"
            : isWhole ? $"it has a fraction of zero, as programs write whole numbers in columns with gaps: {remedy} cuts it off"
            : $"it has a fraction, which a field of type number keeps, and {remedy} cuts off";
    }

    /// <summary>
    /// A hint for a number with an exponent where none is allowed. Spreadsheets write numbers of twelve digits and more so, with six of
    /// them.
    /// </summary>
    public static string? OfExponent(string text) =>
        !text.Contains('e', StringComparison.OrdinalIgnoreCase) || !NumberForm.IsNumber(Encoding.UTF8.GetBytes(text)) ? null
        : text.Contains("E+", StringComparison.Ordinal)
            ? "a spreadsheet has rounded this, and its last digits are not in the file: export it with all of them"
        : "it is written with an exponent, which only a field of type number takes";

    /// <summary>Whether a text is a number with a fraction, written with a point or a comma.</summary>
    private static bool IsFraction(byte[] text, out string point, out bool isWhole)
    {
        point = text.Contains((byte)',') ? "," : ".";
        var plain = new NumberText(point, null, bareNumber: true);
        isWhole = false;
        if (ToPlain(text, plain) is not { } number || !number.Contains((byte)'.') || number.AsSpan().IndexOfAny("eE"u8) >= 0
            || !NumberForm.IsNumber(number))
        {
            return false;
        }

        isWhole = NumberForm.CountDigits(number).Places == 0;
        return true;
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
        NumberText[] spellings = isMarked ? [.. Bare, .. Surrounded] : Bare;
        var first = Array.FindIndex(spellings, IsProposed);
        if (first < 0)
        {
            return null;
        }

        // "1,234" with a decimal comma, and with a comma between groups.
        var (one, proposal) = (spellings[first], Propose(own, spellings[first]));
        var other = one.GroupChar is not null || own.DecimalChar is null ? null
            : Array.Find(spellings, s => s.IsBare == one.IsBare && s.GroupChar == one.DecimalChar && IsProposed(s));
        return other is null ? $"did you mean {proposal}?"
            : $"did you mean thousands ({Propose(own, other)}) or decimals ({proposal})?";

        bool IsProposed(NumberText spelling) =>
            Fits(text, spelling, isOne) && (spelling.GroupChar is null || HasGroups(text, spelling.GroupChar))
            && Propose(own, spelling) is not null;
    }

    /// <summary>The properties that a field must change to accept another notation; <see langword="null"/> if none.</summary>
    private static string? Propose(NumberText own, NumberText spelling)
    {
        List<string> parts = [];
        if (spelling.GroupChar is not null && spelling.GroupChar != own.GroupChar)
        {
            parts.Add($"groupChar {QuotedText.From(spelling.GroupChar)}");
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
