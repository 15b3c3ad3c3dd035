using System.Globalization;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>A row of the places of <see cref="OddLakeFixture"/>: each value as in the file, and as shown.</summary>
internal sealed record OddPlace(string Id, string Name, string Year, string Lat, string Ratio, string Amount, string At, string Source)
{
    private static readonly string[] Names =
        ["=1+1", "+49 30", "-", "@a", "__proto__", "constructor", "toString", "hasOwnProperty", "Ångström"];

    /// <summary>Its line in the file.</summary>
    public string Line => string.Join(',', Id, Name, Year, Lat, Ratio, Amount, $"{At.Replace(' ', 'T')}Z", Source);

    /// <summary>The place of a number from 0. All ids differ, though some are the same as floating-point numbers.</summary>
    public static OddPlace Of(int i) => new(
        (9_007_199_254_740_985L + i).ToString(CultureInfo.InvariantCulture),
        Names[i % Names.Length],
        (2015 + (i % 9)).ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"38.54573400{10 + i}").TrimEnd('0'),
        (i + 0.123456789012345).ToString("R", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"12345678901234567890123456{10 + i}.00000000{51 + i}").TrimEnd('0'),
        string.Create(CultureInfo.InvariantCulture, $"2024-05-31 23:59:58.0000{11 + i}").TrimEnd('0'),
        i == 7 ? "a newsletter whose campaign has a name that is longer than any other" : $"partner {i}");
}
