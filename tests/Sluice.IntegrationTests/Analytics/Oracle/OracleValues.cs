using System.Numerics;
using System.Text;

namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>The results of operators and functions, by the OData standard and the documents of this service.</summary>
internal static class OracleValues
{
    public static bool AreEqual(object? a, object? b) => a is null || b is null ? a is null && b is null : Order(a, b) == 0;

    /// <summary>The order of two values, null first.</summary>
    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => Order(a, b),
    };

    public static int Order(object a, object b) => (a, b) switch
    {
        (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)),
        (bool x, bool y) => x.CompareTo(y),
        (DateOnly x, DateOnly y) => x.CompareTo(y),
        (TimeOnly x, TimeOnly y) => x.CompareTo(y),
        (DateTime x, DateTime y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        (DateOnly x, DateTime y) => x.ToDateTime(TimeOnly.MinValue).CompareTo(y),
        (DateTime x, DateOnly y) => x.CompareTo(y.ToDateTime(TimeOnly.MinValue)),
        _ when IsNumber(a) && IsNumber(b) =>
            a is double || b is double ? Double(a).CompareTo(Double(b)) : Exact.Of(a).CompareTo(Exact.Of(b)),
        _ => throw new OracleException($"{a.GetType().Name} and {b.GetType().Name} are not compared"),
    };

    public static object? Arithmetic(string operation, object? a, object? b)
    {
        if (a is null || b is null)
        {
            return null;
        }

        if (operation == "sub" && a is DateTime or DateOnly && b is DateTime or DateOnly)
        {
            return Moment(a) - Moment(b);
        }

        if (operation is "add" or "sub" && b is TimeSpan)
        {
            var length = operation == "add" ? (TimeSpan)b : -(TimeSpan)b;
            return a switch
            {
                TimeSpan first => first + length,
                DateOnly date => DateOnly.FromDateTime(Moment(date) + length),
                _ => Moment(a) + length,
            };
        }

        if (operation == "divby")
        {
            return Double(b) == 0 ? null : Double(a) / Double(b);
        }

        if (!IsNumber(a) || !IsNumber(b))
        {
            throw new OracleException($"{operation} of {a.GetType().Name}");
        }

        var areWhole = IsWhole(a) && IsWhole(b);
        if (a is double || b is double || (operation == "div" && !areWhole))
        {
            var (x, y) = (Double(a), Double(b));
            return operation switch
            {
                "add" => x + y,
                "sub" => x - y,
                "mul" => x * y,
                "div" => y == 0 ? null : x / y,
                _ => y == 0 || Math.Abs(x / y) >= Math.Pow(2, 53) ? null : x % y,
            };
        }

        var (d, e) = (Exact.Of(a), Exact.Of(b));
        return (operation, e.IsZero) switch
        {
            ("div" or "mod", true) => null,
            ("div", _) => Number(d.Unscaled / e.Unscaled),
            _ => Result(operation switch
            {
                "add" => d + e,
                "sub" => d - e,
                "mul" => d * e,
                _ => d % e,
            }),
        };

        object Result(Exact exact) => areWhole ? Number(exact.Unscaled) : exact;
    }

    /// <summary>A whole number: of 64 bits if it fits.</summary>
    public static object Number(BigInteger whole) => whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole : whole;

    public static object? Negate(object? value) => value switch
    {
        null => null,
        TimeSpan length => -length,
        double n => -n,
        long or BigInteger => Number(-Exact.Of(value).Unscaled),
        decimal or Exact => -Exact.Of(value),
        _ => throw new OracleException("- of no number"),
    };

    public static object? Call(string name, IReadOnlyList<object?> a)
    {
        if (name is "now" or "mindatetime" or "maxdatetime")
        {
            return name == "now" ? DateTime.UtcNow : name == "mindatetime" ? DateTime.MinValue : DateTime.MaxValue;
        }

        if (a.Any(v => v is null))
        {
            return null;
        }

        return (name, a) switch
        {
            ("matchesPattern", [string s, string pattern]) => System.Text.RegularExpressions.Regex.IsMatch(s, pattern),
            ("totaloffsetminutes", [DateTime]) => 0L,
            ("length", [string s]) => (long)s.EnumerateRunes().Count(),
            ("tolower", [string s]) => s.ToLowerInvariant(),
            ("toupper", [string s]) => s.ToUpperInvariant(),
            ("trim", [string s]) => s.Trim(' ', '\t', '\r', '\n', '\v', '\f'),
            ("concat", [string s, string t]) => s + t,
            ("contains", [string s, string t]) => s.Contains(t, StringComparison.Ordinal),
            ("startswith", [string s, string t]) => s.StartsWith(t, StringComparison.Ordinal),
            ("endswith", [string s, string t]) => s.EndsWith(t, StringComparison.Ordinal),
            ("indexof", [string s, string t]) => s.IndexOf(t, StringComparison.Ordinal) is >= 0 and var at ? Runes(s[..at]).Count : -1L,
            ("substring", [string s, long from]) => Part(s, from, long.MaxValue),
            ("substring", [string s, long from, long length]) => Part(s, from, length),
            ("year", [{ } t]) => (long)Moment(t).Year,
            ("month", [{ } t]) => (long)Moment(t).Month,
            ("day", [{ } t]) => (long)Moment(t).Day,
            ("hour", [TimeOnly t]) => (long)t.Hour,
            ("minute", [TimeOnly t]) => (long)t.Minute,
            ("second", [TimeOnly t]) => (long)t.Second,
            ("hour", [{ } t]) => (long)Moment(t).Hour,
            ("minute", [{ } t]) => (long)Moment(t).Minute,
            ("second", [{ } t]) => (long)Moment(t).Second,
            ("fractionalseconds", [TimeOnly t]) => t.Ticks % TimeSpan.TicksPerSecond / 1e7,
            ("fractionalseconds", [DateTime t]) => t.Ticks % TimeSpan.TicksPerSecond / 1e7,
            ("date", [DateTime t]) => DateOnly.FromDateTime(t),
            ("Sluice.datetrunc", [string step, { } t]) => StartOf(step, DateOnly.FromDateTime(Moment(t))),
            ("time", [DateTime t]) => TimeOnly.FromDateTime(t),
            ("totalseconds", [TimeSpan t]) => t.TotalSeconds,
            ("round" or "floor" or "ceiling", [long or BigInteger]) => a[0],
            ("round", [decimal or Exact]) => Exact.Of(a[0]!).Round(),
            ("round", [double n]) => Math.Round(n, MidpointRounding.AwayFromZero),
            ("floor", [decimal or Exact]) => Exact.Of(a[0]!).Floor(),
            ("floor", [double n]) => Math.Floor(n),
            ("ceiling", [decimal or Exact]) => -(-Exact.Of(a[0]!)).Floor(),
            ("ceiling", [double n]) => Math.Ceiling(n),
            _ => throw new OracleException($"no {name} of these"),
        };
    }

    public static bool IsNumber(object value) => value is long or BigInteger or decimal or Exact or double;

    public static double Double(object value) => value is double number ? number : Exact.Of(value).ToDouble();

    private static bool IsWhole(object value) => value is long or BigInteger;

    private static DateOnly StartOf(string step, DateOnly day) => step switch
    {
        "day" => day,
        "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        "month" => new DateOnly(day.Year, day.Month, 1),
        "quarter" => new DateOnly(day.Year, day.Month - ((day.Month - 1) % 3), 1),
        "year" => new DateOnly(day.Year, 1, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such period."),
    };

    /// <summary>Whether a value is of a type.</summary>
    public static bool IsOf(object? value, string type) => type == value switch
    {
        string => "Edm.String",
        long or BigInteger => "Edm.Int64",
        decimal or Exact => "Edm.Decimal",
        double => "Edm.Double",
        bool => "Edm.Boolean",
        DateOnly => "Edm.Date",
        TimeOnly => "Edm.TimeOfDay",
        DateTime => "Edm.DateTimeOffset",
        _ => "",
    };

    /// <summary>A value of another type.</summary>
    public static object? Cast(object? value, string type) => (value, type) switch
    {
        (null, _) => null,
        (_, "Edm.Double") => Double(value),
        (bool condition, "Edm.String") => condition ? "true" : "false",
        (DateOnly date, "Edm.String") => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        (long number, "Edm.String") => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        (DateTime time, "Edm.Date") => DateOnly.FromDateTime(time),
        (DateTime time, "Edm.TimeOfDay") => TimeOnly.FromDateTime(time),
        (DateOnly date, "Edm.DateTimeOffset") => Moment(date),
        _ => value,
    };

    private static DateTime Moment(object value) => value switch
    {
        DateTime time => time,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => throw new OracleException("no date"),
    };

    private static List<Rune> Runes(string text) => [.. text.EnumerateRunes()];

    private static string Part(string text, long from, long length) => string.Concat(
        Runes(text).Skip((int)Math.Clamp(from, 0, int.MaxValue)).Take((int)Math.Clamp(length, 0, int.MaxValue)));
}
