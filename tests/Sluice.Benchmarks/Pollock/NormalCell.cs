using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Sluice.Benchmarks.Pollock;

/// <summary>
/// The form in which the paper compares the cells of headers and records, so that 1.50 is 1.5, and upper case is lower case. It knows the
/// forms of numbers, prices, times and dates that the benchmark's source has, and in which systems write them. Of a text with a price, the
/// paper takes only the price.
/// </summary>
internal static partial class NormalCell
{
    private static readonly string[] DateFormats = ["M/d/yyyy", "d/M/yyyy", "yyyy-M-d", "yyyy-M-d H:m:s"];

    /// <summary>The form of a cell.</summary>
    public static string Of(string cell)
    {
        if (cell is "True" or "true" or "False" or "false")
        {
            return cell is "True" or "true" ? "1" : "0";
        }

        if (BigInteger.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out var integer))
        {
            // The paper takes 0 and 1 for truth values, and other texts of these numbers for other truth values.
            return integer == 0 || integer == 1
                ? cell is "0" or "1" ? cell : integer.IsZero ? "False" : "True"
                : integer.ToString(CultureInfo.InvariantCulture);
        }

        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return WithPoint(number);
        }

        if (TimeOfDay().IsMatch(cell) && TimeSpan.TryParse(cell, CultureInfo.InvariantCulture, out var time))
        {
            return time.ToString("c", CultureInfo.InvariantCulture);
        }

        if (DateTime.TryParseExact(cell, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        }

        return Price().Match(cell) is { Success: true } price
            ? $"${WithPoint(double.Parse(price.Groups[1].ValueSpan, CultureInfo.InvariantCulture))}"
            : cell.ToLowerInvariant();
    }

    private static string WithPoint(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(c => char.IsAsciiDigit(c) || c == '-') ? $"{text}.0" : text;
    }

    [GeneratedRegex(@"^\d{1,2}:\d{1,2}(:\d{1,2})?$")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\$ ?(\d+(\.\d+)?)")]
    private static partial Regex Price();
}
