using System.Globalization;
using Sluice.Ledger;
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

    /// <summary>Writes what became of the files of an operation.</summary>
    public static void Result(Operation operation)
    {
        AnsiConsole.Write(
            Table("", "files")
                .AddRow("found", Number(operation.Matched))
                .AddRow("unchanged", Number(operation.Unchanged))
                .AddRow("loaded", Number(operation.Loaded))
                .AddRow("refused", Number(operation.Refused))
                .AddRow("failed", Number(operation.Failed))
                .AddRow("waiting", Number(operation.Waiting))
                .AddRow("removed", Number(operation.Removed))
                .AddRow("busy", Number(operation.Busy)));
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{operation.Rows:N0} rows loaded, {operation.Rejected:N0} rejected, in {operation.Seconds:0.0} s."));
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
