using System.Globalization;
using System.Text.Json;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Profiles;

/// <summary>Writes single values as OData's JSON has them (JSON Format 4.01, 7).</summary>
internal static class JsonValues
{
    /// <summary>The format of a date.</summary>
    public const string Date = "yyyy-MM-dd";

    /// <summary>The format of a time of day.</summary>
    public const string Time = "HH:mm:ss.FFFFFFF";

    /// <summary>Writes a value.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="value">A string, long, <see cref="ExactNumber"/>, double, bool, DateOnly, TimeOnly or DateTime (UTC), or
    /// <see langword="null"/>.</param>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case ExactNumber digits:
                json.WriteRawValue(digits.ToString(), skipInputValidation: true);
                break;
            case double number:
                Write(json, number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString(Date, CultureInfo.InvariantCulture));
                break;
            case TimeOnly time:
                json.WriteStringValue(time.ToString(Time, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(DateTime.SpecifyKind(time, DateTimeKind.Utc));
                break;
            default:
                throw new ArgumentException($"There is no JSON for {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>Writes a floating-point number.</summary>
    public static void Write(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            // Turns -0, which is equal to 0, into 0.
            json.WriteNumberValue(number + 0.0);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "INF" : "-INF");
        }
    }
}
