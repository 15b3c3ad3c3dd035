using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Sluice.Lake.Schema;

namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>What the values of a column look like, by a plain computation, and whether a profile says the same.</summary>
internal sealed class ProfileOracle(Field definition, IEnumerable<object?> values)
{
    private readonly List<object?> all = [.. values];

    private ColumnKind Kind => definition.Column.Kind;

    private bool IsNumber => Kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;

    private bool HasHistogram => IsNumber || Kind is ColumnKind.Date or ColumnKind.Timestamp;

    private IReadOnlyList<object> Present => [.. all.OfType<object>()];

    private IReadOnlyList<object> Finite => [.. Present.Where(v => v is not double number || double.IsFinite(number))];

    /// <summary>Checks the profile of the column.</summary>
    public void AssertSame(JsonElement column)
    {
        var distinct = Present.Distinct().Count();
        Assert.Equal(all.Count - Present.Count, column.GetProperty("nulls").GetInt64());
        if (column.TryGetProperty("approximate", out var approximate))
        {
            Assert.True(approximate.GetBoolean());
            Assert.InRange(column.GetProperty("distinct").GetDouble(), distinct / 2.0, distinct * 2.0);
        }
        else
        {
            Assert.Equal(distinct, column.GetProperty("distinct").GetInt64());
        }

        if (definition.Sensitive == Sensitivity.None)
        {
            AssertExtremes(column);
            AssertNumbers(column);
            AssertHistogram(column);
            AssertTop(column);
            AssertLengths(column);
        }
    }

    private void AssertExtremes(JsonElement column)
    {
        var hasExtremes = Kind is not (ColumnKind.Text or ColumnKind.Boolean) && Present.Count > 0;
        Assert.Equal((hasExtremes, hasExtremes), (column.TryGetProperty("min", out var min), column.TryGetProperty("max", out var max)));
        if (hasExtremes)
        {
            Assert.Equal((Present.Min(), Present.Max()), (ValueOf(min), ValueOf(max)));
        }
    }

    private void AssertNumbers(JsonElement column)
    {
        var numbers = IsNumber ? Finite.Select(AsDouble).Order().ToList() : [];
        Assert.Equal(numbers.Count > 0, column.TryGetProperty("quartiles", out var quartiles));
        if (numbers.Count == 0)
        {
            Assert.False(column.TryGetProperty("mean", out _));
            return;
        }

        // A sum of such numbers may be infinite.
        Assert.Equal(numbers.All(n => Math.Abs(n) < 1e290), column.TryGetProperty("mean", out var mean));
        if (mean.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(0, (mean.GetDouble() - numbers.Average()) / numbers.Max(n => Math.Max(1, Math.Abs(n))), 1e-9);
        }

        Assert.Equal(3, quartiles.GetArrayLength());
        foreach (var (i, quartile) in quartiles.EnumerateArray().Select(q => q.GetDouble()).Index())
        {
            // At most some hundredths, or one value, away from the right place.
            var (share, room) = ((i + 1) * 0.25, (0.04 * numbers.Count) + 1);
            var rank = share * numbers.Count;
            Assert.True(numbers.Count(n => n < quartile) <= rank + room, $"{definition.Name}: {quartile} is too great.");
            Assert.True(numbers.Count(n => n <= quartile) >= rank - room, $"{definition.Name}: {quartile} is too small.");
        }
    }

    private void AssertHistogram(JsonElement column)
    {
        Assert.Equal(HasHistogram, column.TryGetProperty("histogram", out var histogram));
        if (!HasHistogram)
        {
            return;
        }

        var bins = histogram.EnumerateArray()
            .Select(b => (From: ValueOf(b.GetProperty("from")), To: ValueOf(b.GetProperty("to")), Rows: b.GetProperty("rows").GetInt32()))
            .ToList();
        Assert.InRange(bins.Count, Finite.Count == 0 ? 0 : 1, Finite.Count == 0 ? 0 : 20);
        foreach (var (i, (from, to, rows)) in bins.Index())
        {
            var isLast = i == bins.Count - 1;
            Assert.Equal(isLast ? to : bins[i + 1].From, to);
            Assert.Equal(Finite.Count(v => Compare(v, from) >= 0 && (Compare(v, to) < 0 || (isLast && Compare(v, to) == 0))), rows);
            if (!isLast)
            {
                Assert.Equal(1, Width(from, to) / Width(bins[0].From, bins[0].To), 1e-6);
            }
        }

        Assert.Equal(Finite.Count, bins.Sum(b => b.Rows));
        if (bins.Count > 0)
        {
            Assert.Equal(Finite.Min(), bins[0].From);
            Assert.True(Compare(Finite.Max()!, bins[^1].To) <= 0);
        }
    }

    private void AssertTop(JsonElement column)
    {
        var groups = Present.GroupBy(v => v).Select(g => (Value: Cut(g.Key), Rows: g.Count())).OrderByDescending(g => g.Rows).ToList();
        var hasTop = Kind switch
        {
            ColumnKind.Text => groups.Count <= 1_000,
            ColumnKind.Boolean => true,
            _ => groups.Count <= 50,
        };
        if (column.TryGetProperty("approximate", out _) && !column.TryGetProperty("top", out _) && Kind != ColumnKind.Text)
        {
            // The estimate of the number of values was too great.
            Assert.True(groups.Count > 25);
            return;
        }

        Assert.Equal(hasTop, column.TryGetProperty("top", out var top));
        if (!hasTop)
        {
            return;
        }

        Assert.Equal(groups.Take(10).Select(g => g.Rows), top.EnumerateArray().Select(t => t.GetProperty("rows").GetInt32()));
        Assert.All(top.EnumerateArray(), t => Assert.Contains((ValueOf(t.GetProperty("value")), t.GetProperty("rows").GetInt32()), groups));
    }

    private void AssertLengths(JsonElement column)
    {
        var lengths = Present.OfType<string>().Select(t => (long)t.EnumerateRunes().Count()).ToList();
        Assert.Equal(
            (lengths.Count > 0, lengths.Count > 0),
            (column.TryGetProperty("shortest", out var shortest), column.TryGetProperty("longest", out var longest)));
        if (lengths.Count > 0)
        {
            Assert.Equal((lengths.Min(), lengths.Max()), (shortest.GetInt64(), longest.GetInt64()));
        }
    }

    private static object Cut(object value)
    {
        if (value is not string text)
        {
            return value;
        }

        var beginning = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(100))
        {
            beginning.Append(rune);
        }

        return beginning.ToString();
    }

    private static int Compare(object left, object right) => Comparer<object>.Default.Compare(left, right);

    private double Width(object from, object to) => (from, to) switch
    {
        (DateOnly first, DateOnly second) => second.DayNumber - first.DayNumber,
        (DateTime first, DateTime second) => (second - first).Ticks,
        (double first, double second) => (second / 2) - (first / 2),
        _ => AsDouble(to) - AsDouble(from),
    };

    // A decimal is a whole number of its smallest units.
    private double AsDouble(object value) => value switch
    {
        Int128 units => (double)units / Math.Pow(10, definition.Column.Scale),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    private object ValueOf(JsonElement value) => Kind switch
    {
        ColumnKind.Int64 => value.GetInt64(),
        ColumnKind.Decimal => Units(value.GetRawText()),
        ColumnKind.Double => value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : value.GetString() switch
            {
                "INF" => double.PositiveInfinity,
                "-INF" => double.NegativeInfinity,
                _ => throw new FormatException(value.GetRawText()),
            },
        ColumnKind.Boolean => value.GetBoolean(),
        ColumnKind.Date => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Time => TimeOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ColumnKind.Timestamp => DateTime.SpecifyKind(
            DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture).UtcDateTime, DateTimeKind.Unspecified),
        _ => value.GetString()!,
    };

    private Int128 Units(string digits)
    {
        var parts = digits.Split('.');
        var fraction = parts.Length > 1 ? parts[1] : "";
        return (Int128)BigInteger.Parse(parts[0] + fraction.PadRight(definition.Column.Scale, '0'), CultureInfo.InvariantCulture);
    }
}
