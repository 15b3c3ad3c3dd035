using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Tests.Generate;

/// <summary>
/// The schemas of the sample lake as plain code that uses nothing of the product. It tells the errors of a record, each as
/// <c>field/rule</c>.
/// </summary>
internal static class PlainCheck
{
    private static readonly string[] Categories =
        ["cars", "real-estate", "jobs", "electronics", "furniture", "fashion", "sports", "pets", "books", "services"];

    private static readonly Dictionary<string, Dictionary<string, Func<string, string?>>> Rules = new()
    {
        ["users/Users"] = new()
        {
            ["id"] = Required(Id),
            ["age"] = Optional(v => Integer(v, 0, 150)),
            ["birthdate"] = Optional(Date),
            ["city"] = Text(100),
            ["created_at"] = Required(Instant),
            ["sex"] = Optional(v => OneOf(v, "F", "M", "X")),
            ["lat"] = Optional(v => Decimal(v, 9, 6, -90, 90)),
            ["long"] = Optional(v => Decimal(v, 9, 6, -180, 180)),
            ["utm_source"] = Text(100),
            ["utm_medium"] = Text(100),
            ["utm_campaign"] = Text(100),
            ["firstname"] = Text(100),
            ["lastname"] = Text(100),
            ["user_agent"] = Text(500),
            ["misc"] = Text(int.MaxValue),
        },
        ["ads/Ads"] = new()
        {
            ["id"] = Required(Id),
            ["owner_id"] = Required(Id),
            ["title"] = Required(Text(200)),
            ["category"] = Required(v => OneOf(v, Categories)),
            ["price"] = Required(v => Decimal(v, 12, 2, 0, null)),
            ["city"] = Text(100),
            ["created_at"] = Required(Instant),
            ["deleted_at"] = Optional(Instant),
        },
        ["ads_transaction/AdsTransaction"] = new()
        {
            ["id"] = Required(Id),
            ["ad_owner_id"] = Required(Id),
            ["buyer_user_id"] = Required(Id),
            ["ad_id"] = Required(Id),
            ["sold_price"] = Required(v => Decimal(v, 12, 2, 0, null)),
            ["created_at"] = Required(Instant),
        },
        ["referrals/Referrals"] = new()
        {
            ["id"] = Required(Id),
            ["referrer_user_id"] = Required(Id),
            ["referree_user_id"] = Required(Id),
            ["created_at"] = Required(Instant),
            ["deleted_at"] = Optional(Instant),
        },
    };

    public static List<string> Errors(string name, string[] header, byte[][] record)
    {
        if (record.Length != header.Length)
        {
            return ["null/field-count"];
        }

        var errors = new List<string>();
        for (var i = 0; i < header.Length; i++)
        {
            if (!Rules[name].TryGetValue(header[i], out var rule))
            {
                continue;
            }

            if (!Utf8.IsValid(record[i]))
            {
                errors.Add(header[i] + "/encoding");
            }
            else if (rule(Encoding.UTF8.GetString(record[i])) is { } broken)
            {
                errors.Add($"{header[i]}/{broken}");
            }
        }

        return errors;
    }

    private static Func<string, string?> Required(Func<string, string?> rule) => v => v.Length == 0 ? "required" : rule(v);

    private static Func<string, string?> Optional(Func<string, string?> rule) => v => v.Length == 0 ? null : rule(v);

    private static Func<string, string?> Text(int maxLength) => v => v.EnumerateRunes().Count() > maxLength ? "maxLength" : null;

    private static string? OneOf(string value, params string[] allowed) => allowed.Contains(value) ? null : "enum";

    private static string? Id(string value) => Integer(value, 1, long.MaxValue);

    private static string? Integer(string value, long minimum, long maximum) =>
        !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? "type"
        : number < minimum ? "minimum" : number > maximum ? "maximum" : null;

    private static string? Decimal(string value, int precision, int scale, decimal minimum, decimal? maximum)
    {
        if (!decimal.TryParse(
            value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || decimal.Round(number, scale) != number
            || Math.Abs(number) >= (decimal)Math.Pow(10, precision - scale))
        {
            return "type";
        }

        return number < minimum ? "minimum" : number > maximum ? "maximum" : null;
    }

    private static string? Date(string value) => Matches(value, "yyyy-MM-dd");

    private static string? Instant(string value) => Matches(value, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static string? Matches(string value, string format) =>
        DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "type";
}
