using System.Globalization;
using Sluice.Loading;
using Spectre.Console;

namespace Sluice.Local.Terminal;

/// <summary>Shows values and results to people.</summary>
internal static class Show
{
    /// <summary>A whole number with thousands separators.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Seconds with one decimal.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Megabytes (10^6 bytes) per second with one decimal; empty if no time has passed.</summary>
    public static string MegabytesPerSecond(long bytes, TimeSpan time) =>
        time > TimeSpan.Zero ? (bytes / 1e6 / time.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture) : "";

    /// <summary>A count per second; empty if no time has passed.</summary>
    public static string PerSecond(long count, TimeSpan time) => time > TimeSpan.Zero ? Number((long)(count / time.TotalSeconds)) : "";

    /// <summary>Writes what became of the files of a sweep or a selection.</summary>
    public static void Result(SweepResult result)
    {
        AnsiConsole.Write(
            Table("", "files")
                .AddRow("found", Number(result.Files))
                .AddRow("unchanged", Number(result.Unchanged))
                .AddRow("loaded", Number(result.Loaded))
                .AddRow("refused", Number(result.Refused))
                .AddRow("failed", Number(result.Failed))
                .AddRow("waiting", Number(result.Waiting))
                .AddRow("removed", Number(result.Removed))
                .AddRow("busy", Number(result.Busy)));
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.Rows:N0} rows loaded, {result.Rejected:N0} rejected, in {result.Seconds:0.0} s."));
    }

    /// <summary>A table as all commands show it: a column of texts, then columns of numbers.</summary>
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
