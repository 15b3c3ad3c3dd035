using System.Globalization;
using Sluice.Ledger;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Sluice.Operations;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary>Runs an operation for a verb, and shows how it gets on.</summary>
internal static class OperationRun
{
    /// <summary>Starts an operation and waits until it has ended. Shows the progress live on a terminal, else as plain lines.</summary>
    public static async Task<Operation> RunAsync(LocalHost host, WorkRequest request, CancellationToken cancellationToken)
    {
        var started = await host.Operations.StartAsync(request, cancellationToken);
        var ended = started;
        await AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("looking for files", autoStart: true);
                bar.IsIndeterminate = true;
                ended = await host.Operations.WaitAsync(started.Id, longest: null, o => ShowProgress(bar, o), cancellationToken);
                bar.Value = bar.MaxValue;
            });
        return ended;
    }

    // The bytes to load say more about the time that is left than the number of files.
    private static void ShowProgress(ProgressTask bar, Operation operation)
    {
        if (operation.Files == 0)
        {
            return;
        }

        bar.IsIndeterminate = operation.PlannedAt is null && operation.FilesDone == 0;
        bar.MaxValue = Math.Max(1, operation.Length + operation.Files);
        bar.Value = operation.LengthDone + operation.FilesDone;
        var time = DateTimeOffset.UtcNow - operation.StartedAt;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{operation.FilesDone:N0} of {operation.Files:N0} files, "
                + $"{Show.PerSecond(operation.Rows + operation.Rejected, time)} rows/s, "
                + $"{Show.MegabytesPerSecond(operation.Bytes, time)} MB/s");
    }
}
