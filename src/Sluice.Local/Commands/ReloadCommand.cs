using System.CommandLine;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Sluice.Operations;

namespace Sluice.Local.Commands;

/// <summary><c>reload</c>: loads files of the lake again.</summary>
internal static class ReloadCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var path = new Argument<string?>("PATH")
        {
            Description = "The files to load again: a container, '/' and the name of a file or a glob, such as 'data/ads/2025/**'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var dataset = new Option<string?>("--dataset") { Description = "All files of this dataset, instead of a path.", HelpName = "NAME" };
        var stale = new Option<bool>("--stale")
        {
            Description = "Only files whose rows are not current: the definition has changed since.",
        };
        var rejected = new Option<bool>("--rejected") { Description = "Only files that have rejects or are refused." };
        var command = new Command(
            "reload",
            "Loads files of the lake again with today's lake definition. Replaces all rows of each file in one transaction.")
        {
            path, dataset, stale, rejected, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice reload --dataset ads --stale", "sluice reload 'data/ads/2025/**'");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = result.GetLocal();
            var (isStale, isRejected) = (result.GetValue(stale), result.GetValue(rejected));
            var selection = Select(result.GetValue(path), result.GetValue(dataset), options) with
            {
                Again = !isStale && !isRejected,
                Stale = isStale,
                Rejected = isRejected,
            };
            await using var host = await LocalHost.OpenAsync(options, cancellationToken);
            var reload = await OperationRun.RunAsync(host, WorkRequest.ForFiles(selection, LoadTrigger.Command), cancellationToken);
            if (reload is { State: OperationState.Succeeded, Matched: 0 })
            {
                throw new CommandException(ExitCode.Usage, "No file of the lake matches.");
            }

            // The log has the error of a reload that failed.
            result.WriteResult(reload);
            return reload.State == OperationState.Failed || reload.Failed > 0 || reload.Busy > 0 ? ExitCode.Unavailable
                : reload.Refused > 0 ? ExitCode.Data
                : ExitCode.Ok;
        });
        return command;
    }

    private static FileSelection Select(string? path, string? dataset, LocalOptions options) => (path, dataset) switch
    {
        (not null, null) => FileSelection.TryParse(path, out var selection, out var fault)
            ? selection
            : throw new CommandException(ExitCode.Usage, fault),
        (null, not null) => FileSelection.ForDataset(LocalFile.LoadLake(options.Lake).Get(dataset).Name),
        _ => throw new CommandException(ExitCode.Usage, "Name the files to load again: either a path, or --dataset and its name."),
    };
}
