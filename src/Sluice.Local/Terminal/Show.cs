using System.Globalization;
using Spectre.Console;

namespace Sluice.Local.Terminal;

/// <summary>How values are shown to people.</summary>
internal static class Show
{
    /// <summary>A whole number, in groups of digits.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Seconds.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Bytes in a second, in megabytes.</summary>
    public static string MegabytesPerSecond(long bytes, TimeSpan time) =>
        time > TimeSpan.Zero ? (bytes / 1e6 / time.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture) : "";

    /// <summary>Things in a second.</summary>
    public static string PerSecond(long count, TimeSpan time) => time > TimeSpan.Zero ? Number((long)(count / time.TotalSeconds)) : "";

    /// <summary>A table of the kind that all verbs show.</summary>
    public static Table Table(string first, params ReadOnlySpan<string> numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (var number in numbers)
        {
            table.AddColumn(number, c => c.RightAligned().NoWrap());
        }

        return table;
    }
}
