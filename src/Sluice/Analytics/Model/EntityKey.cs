using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Model;

/// <summary>Writes the key of a row as in a URL (OData Part 2, 4.3.1).</summary>
internal static class EntityKey
{
    /// <summary>The address of a row, relative to the service: <c>ads(5)</c>.</summary>
    public static string Write(EntitySet set, DbDataReader row, IReadOnlyList<int> ordinals) => Write(set, ordinals.Select(row.GetValue));

    /// <summary>The address of a row by the values of its key, in the order of the key.</summary>
    public static string Write(EntitySet set, IEnumerable<object> key)
    {
        var values = key.Zip(set.Key).Select(p => Literal(p.First, p.Second.Type.Kind));
        return set.Key.Count == 1
            ? $"{set.Name}({values.First()})"
            : $"{set.Name}({string.Join(',', set.Key.Zip(values).Select(p => $"{p.First.Name}={p.Second}"))})";
    }

    private static string Literal(object value, ColumnKind kind) => (value, kind) switch
    {
        (DateTime time, _) => Uri.EscapeDataString(
            DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)),
        (DateOnly date, _) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (TimeOnly time, _) => Uri.EscapeDataString(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        (bool boolean, _) => boolean ? "true" : "false",
        (string text, ColumnKind.Text) => $"'{Uri.EscapeDataString(text.Replace("'", "''", StringComparison.Ordinal))}'",
        (ExactNumber number, _) => number.ToString(),
        (IFormattable number, _) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
