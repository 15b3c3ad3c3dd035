using System.CommandLine;
using System.Diagnostics;
using Sluice.Folder;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>load</c>: uploads local CSV files and loads them.</summary>
internal static class LoadCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "The CSV files.", Arity = ArgumentArity.OneOrMore };
        var dataset = CommonOptions.Dataset();
        var command = new Command(
            "load", "Uploads local CSV files to the lake and loads them. Ends with 1 if a file is refused, with 3 if a load fails.")
        {
            files, dataset, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples("sluice load Ads.csv --dataset ads");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = result.GetLocal();
            var lake = LocalFile.LoadLake(options.Lake);
            var paths = UploadPlan.Of(
                result.GetRequiredValue(files), lake.Get(result.GetRequiredValue(dataset)),
                options.Data is { } folder ? new FolderLayout(folder, lake) : null);
            await using var host = await LocalHost.OpenAsync(options, cancellationToken);
            var loads = await LoadAsync(host, paths, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(loads.Select(l => LoadBody.From(l.Load, l.Time)));
            }
            else
            {
                ShowTable(loads);
            }

            // The log has the errors of failed and refused loads.
            foreach (var (load, _) in loads.Where(l => l.Load is { State: not (LoadState.Failed or LoadState.Refused), Error: not null }))
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"{load.File}: {load.Error}");
            }

            return loads.All(l => HasRows(l.Load)) ? ExitCode.Ok
                : loads.All(l => HasRows(l.Load) || l.Load.State == LoadState.Refused) ? ExitCode.Data
                : ExitCode.Unavailable;
        });
        return command;
    }

    private static bool HasRows(Load load) => load.State is LoadState.Loaded or LoadState.Unchanged or LoadState.Skipped;

    private static Task<List<(Load Load, TimeSpan Time)>> LoadAsync(
        LocalHost host, IReadOnlyList<UploadPlan> paths, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new TransferSpeedColumn())
            .StartAsync(async context =>
            {
                List<(Load Load, TimeSpan Time)> loads = [];
                foreach (var (file, path) in paths)
                {
                    // A file that lies in the lake's folder is not copied.
                    await (file is null ? Task.CompletedTask : UploadAsync(host, context, file, path, cancellationToken));
                    loads.Add(await LoadAsync(host, context, path, cancellationToken));
                }

                return loads;
            });

    private static async Task UploadAsync(
        LocalHost host, ProgressContext context, string file, string path, CancellationToken cancellationToken)
    {
        await using var content = LocalFile.Open(file);
        var bar = context.AddTask($"upload {path}".EscapeMarkup(), maxValue: Math.Max(content.Length, 1));
        await host.Storage.UploadAsync(path, content, new Reporter<long>(bytes => bar.Value = bytes), cancellationToken);
        bar.Value = bar.MaxValue;
        bar.StopTask();
    }

    private static async Task<(Load Load, TimeSpan Time)> LoadAsync(
        LocalHost host, ProgressContext context, string path, CancellationToken cancellationToken)
    {
        var bar = context.AddTask($"load {path}".EscapeMarkup());
        var watch = Stopwatch.StartNew();
        var load = await host.Loader.LoadAsync(path, LoadTrigger.Command, new Reporter<LoadReport>(Report), cancellationToken);
        watch.Stop();
        bar.Value = bar.MaxValue;
        bar.StopTask();
        return (load, watch.Elapsed);

        void Report(LoadReport report)
        {
            bar.MaxValue = Math.Max(report.Length, 1);
            bar.Value = report.Bytes;
            bar.Description = $"load {path} {Show.PerSecond(report.Rows + report.Rejected, watch.Elapsed)} rows/s".EscapeMarkup();
        }
    }

    private static void ShowTable(List<(Load Load, TimeSpan Time)> loads)
    {
        var table = Show.Table("file", "state", "rows", "rejected", "seconds", "MB/s", "rows/s");
        foreach (var (load, time) in loads)
        {
            table.AddRow(
                load.File.EscapeMarkup(), load.State.ToString().ToLowerInvariant(), Show.Number(load.Rows), Show.Number(load.Rejected),
                Show.Seconds(time), Show.MegabytesPerSecond(load.Bytes, time), Show.PerSecond(load.Rows + load.Rejected, time));
        }

        AnsiConsole.Write(table);
    }
}
