using System.CommandLine;
using Sluice.Ledger;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Sluice.Operations;

namespace Sluice.Local.Commands;

/// <summary><c>sweep</c>: loads files that are not loaded yet.</summary>
internal static class SweepCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("sweep", "Loads every file of the lake whose newest version is not loaded yet.");
        command.Options.Add(CommonOptions.Json);
        command.AddLocal();
        command.AddExamples("sluice sweep --data .");
        command.SetWork(async (result, cancellationToken) =>
        {
            await using var host = await LocalHost.OpenAsync(result.GetLocal(), cancellationToken);
            var sweep = await OperationRun.RunAsync(host, WorkRequest.Sweep(), cancellationToken);

            // The log has the error of a sweep that failed.
            result.WriteResult(sweep);
            return sweep.State == OperationState.Failed || sweep.Failed > 0 ? ExitCode.Unavailable
                : sweep.Refused > 0 ? ExitCode.Data
                : ExitCode.Ok;
        });
        return command;
    }
}
