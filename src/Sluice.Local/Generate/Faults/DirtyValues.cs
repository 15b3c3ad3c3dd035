using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Faults;

/// <summary>Values that each break exactly one rule.</summary>
internal static class DirtyValues
{
    private static readonly byte[][] NotIntegers = Utf8Text.Encode("n/a", "douze", "12a", "3.5", "0x1F", "--7", "1,204", "?");
    private static readonly byte[][] NotDecimals = Utf8Text.Encode("gratuit", "12,50", "1.2.3", "49€", "n/a", "à débattre", "12 000,00");
    private static readonly byte[][] NotDates = Utf8Text.Encode("hier", "31/12/1985", "n/a", "le 14 juillet 1979", "12.05.1990");
    private static readonly byte[][] NotInstants = Utf8Text.Encode("bientôt", "31/12/2023 18:00", "n/a", "Tue Dec 12 2023", "12h30");
    private static readonly byte[][] NoSuchDays = Utf8Text.Encode(
        "2023-02-30", "2021-04-31", "2022-02-29", "1987-13-01", "1990-00-10", "1975-06-00");
    private static readonly byte[][] NoSuchTimes = Utf8Text.Encode("T25:10:00Z", "T12:75:00Z", "T10:61:30Z");
    private static readonly byte[][] HugeIntegers = Utf8Text.Encode(
        "9223372036854775808", "99999999999999999999", "123456789012345678901234567890");
    private static readonly byte[][] HugeAmounts = Utf8Text.Encode("10000000000", "12345678901.50", "99999999999999999999.99");
    private static readonly byte[][] NotChoices = Utf8Text.Encode("other", "unknown", "Cars", "-", "véhicules", "vehicles, misc");
    private static readonly byte[][] NotChoicesOfOne = Utf8Text.Encode("m", "f", "H", "W", "1", "?", "é");
    private static readonly byte[][] LongWords = Utf8Text.Encode("très ", "long ", "à vélo ", "déjà vu, ", "« etc. » ", "œuvre ");

    // Latin-1 for Orléans, a byte that never occurs in UTF-8, a truncated sequence, a surrogate, an overlong slash.
    private static readonly byte[][] NotUtf8 =
    [
        [.. "Orl"u8, 0xE9, .. "ans"u8], [.. "abc"u8, 0xFF], [.. "caf"u8, 0xC3], [0xED, 0xA0, 0x80, .. "x"u8],
        [.. "a"u8, 0xC0, 0xAF, .. "b"u8],
    ];

    /// <summary>Writes a value with the fault into an empty buffer.</summary>
    public static void Write(FaultKind kind, SampleColumn column, Prng random, Utf8Text value)
    {
        switch (kind)
        {
            case FaultKind.Unreadable:
                value.Append(random.Pick(column.Type switch
                {
                    SampleType.Integer => NotIntegers,
                    SampleType.Date => NotDates,
                    SampleType.Datetime => NotInstants,
                    _ => NotDecimals,
                }));
                break;
            case FaultKind.NoSuchDate when column.Type == SampleType.Date:
                value.Append(random.Pick(NoSuchDays));
                break;
            case FaultKind.NoSuchDate when random.Chance(700):
                value.Append(random.Pick(NoSuchDays)).Append("T10:15:00Z"u8);
                break;
            case FaultKind.NoSuchDate:
                value.Append("2023-06-15"u8).Append(random.Pick(NoSuchTimes));
                break;
            case FaultKind.Overflow:
                value.Append(random.Pick(column.Type == SampleType.Integer ? HugeIntegers : HugeAmounts));
                break;
            case FaultKind.TooManyDecimals:
                value.Append(random.Between(1, 80)).Append(column.Type == SampleType.Money ? ".0"u8 : ".250375"u8)
                    .Append(random.Between(0, 8)).Append(random.Between(1, 9));
                break;
            case FaultKind.TooSmall:
                value.Append(column.Minimum!.Value - random.Between(1, 500));
                break;
            case FaultKind.TooGreat:
                value.Append(column.Maximum!.Value + random.Between(1, 500));
                break;
            case FaultKind.TooLong:
                // The shortest word has five characters, so this exceeds the maximum length.
                for (var length = 0; length <= column.MaxLength!.Value; length += 5)
                {
                    value.Append(random.Pick(LongWords));
                }

                value.Append("."u8);
                break;
            case FaultKind.NotAllowed:
                value.Append(random.Pick(column.MaxLength == 1 ? NotChoicesOfOne : NotChoices));
                break;
            case FaultKind.Encoding:
                value.Append(random.Pick(NotUtf8));
                break;
            case FaultKind.Missing:
            default:
                break;
        }
    }
}
