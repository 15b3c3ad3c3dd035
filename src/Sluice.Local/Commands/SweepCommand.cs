using System.CommandLine;
using System.Globalization;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>sweep</c>: loads files that are not loaded yet.</summary>
internal static class SweepCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("sweep", "Loads every file of the lake whose newest version is not loaded yet.");
        command.AddLocal();
        command.SetWork(async (result, cancellationToken) =>
        {
            await using var host = await LocalHost.OpenAsync(result.GetLocal(), cancellationToken);
            var sweep = await host.Sweeper.SweepAsync(cancellationToken);
            var table = Show.Table("", "files")
                .AddRow("found", Show.Number(sweep.Files))
                .AddRow("unchanged", Show.Number(sweep.Unchanged))
                .AddRow("loaded", Show.Number(sweep.Loaded))
                .AddRow("refused", Show.Number(sweep.Refused))
                .AddRow("failed", Show.Number(sweep.Failed))
                .AddRow("waiting", Show.Number(sweep.Waiting))
                .AddRow("removed", Show.Number(sweep.Removed))
                .AddRow("busy", Show.Number(sweep.Busy));
            AnsiConsole.Write(table);
            AnsiConsole.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{sweep.Rows:N0} rows loaded, {sweep.Rejected:N0} rejected, in {sweep.Seconds:0.0} s."));
            return sweep.Failed > 0 ? ExitCode.Unavailable : sweep.Refused > 0 ? ExitCode.Data : ExitCode.Ok;
        });
        return command;
    }
}
