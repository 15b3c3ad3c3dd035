using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Compares the rows of an answer with the right ones.</summary>
internal static class RowComparison
{
    public static void AssertSame(IReadOnlyList<OracleRow> expected, IReadOnlyList<JsonElement> actual, string request)
    {
        var difference = Difference(expected, actual);
        Assert.True(difference is null, $"{request}: {difference}");
    }

    /// <summary>The first difference, or <see langword="null"/>.</summary>
    public static string? Difference(IReadOnlyList<OracleRow> expected, IReadOnlyList<JsonElement> actual)
    {
        for (var i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            List<(string Name, JsonElement Value)> flat = [.. Flatten("", actual[i])];
            if (!flat.Select(f => f.Name).SequenceEqual(expected[i].Values.Keys))
            {
                return $"row {i} has {string.Join(',', flat.Select(f => f.Name))}, not {string.Join(',', expected[i].Values.Keys)}";
            }

            foreach (var (name, value) in flat)
            {
                if (!IsSame(expected[i][name], value))
                {
                    return $"row {i} has {name} {value.GetRawText()}, not {Text(expected[i][name])}";
                }
            }
        }

        return expected.Count == actual.Count ? null : $"{actual.Count} rows, not {expected.Count}";
    }

    private static IEnumerable<(string Name, JsonElement Value)> Flatten(string prefix, JsonElement row) => row.EnumerateObject()
        .SelectMany(
            p => p.Value.ValueKind == JsonValueKind.Object ? Flatten($"{prefix}{p.Name}/", p.Value) : [($"{prefix}{p.Name}", p.Value)]);

    private static string Text(object? value) => value is IReadOnlyList<OracleRow> rows
        ? $"[{string.Join("; ", rows.Select(r => string.Join(',', r.Values.Values.Select(Text))))}]"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";

    private static bool IsSame(object? expected, JsonElement actual) => expected switch
    {
        null => actual.ValueKind == JsonValueKind.Null,
        bool value => actual.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False),
        long value => actual.ValueKind == JsonValueKind.Number && actual.GetInt64() == value,
        decimal or BigInteger or Exact => actual.ValueKind == JsonValueKind.Number && IsSame(Exact.Of(expected), actual.GetRawText()),
        double value => actual.ValueKind == JsonValueKind.Number && IsNear(value, actual.GetDouble()),
        string value => actual.GetString() == value,
        IReadOnlyList<OracleRow> rows => actual.ValueKind == JsonValueKind.Array && Difference(rows, [.. actual.EnumerateArray()]) is null,
        DateOnly value => actual.GetString() == value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly value => TimeOnly.Parse(actual.GetString()!, CultureInfo.InvariantCulture) == value,
        DateTime value => actual.GetString()!.EndsWith('Z') && actual.GetDateTime() == value,
        _ => false,
    };

    // A result with more digits than exact arithmetic keeps is the nearest floating-point number.
    private static bool IsSame(Exact expected, string actual) => Exact.Parse(actual) == expected
        || ((actual.Contains('E', StringComparison.Ordinal) || expected.Scale > 10)
            && Math.Abs(Exact.Parse(actual).ToDouble() - expected.ToDouble()) <= 1e-13 * Math.Abs(expected.ToDouble()));

    // Sums of floating-point numbers depend on their order.
    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
}
