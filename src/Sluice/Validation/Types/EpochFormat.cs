using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>
/// Time since 1970-01-01T00:00:00 UTC: <c>%s</c> (seconds), <c>epoch-ms</c>, <c>epoch-us</c> or <c>epoch-ns</c>, as a decimal number with
/// an optional sign. A value finer than a tick (100 ns) is not read, so nothing is rounded. Neither is one with an exponent, which has lost
/// its last digits.
/// </summary>
internal sealed class EpochFormat : DateFormat
{
    private const int Nano = 100;

    private static readonly EpochFormat[] All =
    [
        new("%s", "seconds", decimals: 7), new("epoch-ms", "milliseconds", decimals: 4), new("epoch-us", "microseconds", decimals: 1),
        new("epoch-ns", "nanoseconds", decimals: 0, perTick: Nano),
    ];

    private readonly string unit;
    private readonly int perTick;
    private readonly byte decimals;
    private readonly DecimalParser number;

    private EpochFormat(string name, string unit, byte decimals, int perTick = 1)
    {
        this.unit = unit;
        this.perTick = perTick;
        this.decimals = decimals;
        Name = name;
        number = new DecimalParser(new NumberText(".", null, bareNumber: true), precision: 38, decimals);
    }

    /// <summary>The name in a lake definition.</summary>
    public string Name { get; }

    public override string Description => $"{Name}, {unit} since 1970";

    /// <summary>The format of a name, or <see langword="null"/>.</summary>
    public static EpochFormat? Find(string name) => Array.Find(All, f => f.Name == name);

    /// <summary>
    /// The format that a count is probably in, by its digits: those of a time from 2001 to 2286. <see langword="null"/> if in none.
    /// </summary>
    public static EpochFormat? Guess(ReadOnlySpan<byte> text)
    {
        const int DigitsOfSeconds = 10;
        const int DigitsOfThousand = 3;
        var end = text.IndexOf((byte)'.');
        var (index, rest) = Math.DivRem((end < 0 ? text : text[..end]).Length - DigitsOfSeconds, DigitsOfThousand);
        return rest == 0 && index >= 0 && index < All.Length && All[index].TryParse(text, out _) ? All[index] : null;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        parts = new DatetimeParts { Offset = 0 };
        if (text.IndexOfAny((byte)'e', (byte)'E') >= 0 || !number.TryParse(text, out var count) || count % perTick != 0
            || Int128.Abs(count / perTick) > long.MaxValue)
        {
            return false;
        }

        var (days, time) = Math.DivRem((long)(count / perTick), TimeSpan.TicksPerDay);
        (days, parts.Ticks) = time < 0 ? (days - 1, time + TimeSpan.TicksPerDay) : (days, time);
        parts.Days = (int)days;
        return Iso8601.IsDay(days);
    }

    public override string? Hint(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        // The number is valid, so it is too fine or too far away.
        var days = count * Math.Pow(10, decimals) / perTick / TimeSpan.TicksPerDay;
        return NumberHint.OfExponent(text) is { } exponent ? exponent
            : Guess(Encoding.UTF8.GetBytes(text)) is { } other && other != this
                ? $"it looks like {other.unit}: did you mean format \"{other.Name}\"?"
            : Iso8601.IsDay((long)Math.Clamp(days, int.MinValue, int.MaxValue)) ? "it is finer than 100 ns, which no column holds"
            : "it is not in the years 1 to 9999";
    }
}
