using System.Diagnostics;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Local.Generate;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Demo;

/// <summary>
/// Generates the sample data, uploads it, and follows in the ledger how the blob triggers load it. First removes the rows of an earlier
/// demo, so that each demo loads all its rows even in a shared warehouse.
/// </summary>
/// <param name="host">The started host.</param>
/// <param name="sample">The sample data to generate.</param>
internal sealed class DemoRun(LocalHost host, SampleOptions sample)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // A trigger needs seconds, and so do a million rows. A load that has not ended by then will not end.
    private readonly TimeSpan limit = TimeSpan.FromSeconds(120 + (sample.Rows / 10_000));

    /// <summary>Runs the demo. Shows the progress live on a terminal, else as plain lines.</summary>
    /// <exception cref="CommandException">A file was not loaded in time, or was refused.</exception>
    public async Task<IReadOnlyList<DemoOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DemoOutcome> outcomes = [];
        await AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var files = await GenerateAsync(context, cancellationToken);
                await ForgetAsync(files, cancellationToken);
                var bars = files.Select(f => context.AddTask($"load {f.Path}".EscapeMarkup(), maxValue: f.Sample.Bytes)).ToList();
                var versions = await UploadAsync(context, files, cancellationToken);
                outcomes = await WatchAsync(files, versions, bars, cancellationToken);
            });
        return outcomes;
    }

    private async Task<List<DemoFile>> GenerateAsync(ProgressContext context, CancellationToken cancellationToken)
    {
        var bar = context.AddTask("generate", maxValue: 4);
        Dictionary<string, double> shares = [];
        var summary = await SampleGenerator.GenerateAsync(sample, new Reporter<SampleProgress>(Report), cancellationToken);
        bar.Value = bar.MaxValue;
        bar.StopTask();
        return [.. summary.Files.Select(f => DemoFile.Create(f, sample.Folder, host.Lake))];

        void Report(SampleProgress progress)
        {
            shares[progress.Dataset] = progress.TotalRows == 0 ? 1 : (double)progress.Rows / progress.TotalRows;
            bar.Value = shares.Values.Sum();
        }
    }

    // The lake is new: files that the warehouse knows are of an earlier demo.
    private async Task ForgetAsync(List<DemoFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await host.Loader.RemoveAsync(host.Lake.Get(file.Sample.Dataset), file.Path, cancellationToken);
        }
    }

    private async Task<List<FileVersion>> UploadAsync(ProgressContext context, List<DemoFile> files, CancellationToken cancellationToken)
    {
        List<FileVersion> versions = [];
        var bar = context.AddTask("upload", maxValue: Math.Max(files.Sum(f => f.Sample.Bytes), 1));
        var done = 0L;
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file.Local);
            versions.Add(await host.Storage.UploadAsync(
                file.Path, content, new Reporter<long>(bytes => bar.Value = done + bytes), cancellationToken));
            done += file.Sample.Bytes;
            bar.Value = done;
        }

        bar.StopTask();
        return versions;
    }

    private async Task<List<DemoOutcome>> WatchAsync(
        List<DemoFile> files, List<FileVersion> versions, List<ProgressTask> bars, CancellationToken cancellationToken)
    {
        List<DemoOutcome> outcomes = [];
        var watch = Stopwatch.StartNew();
        foreach (var (file, version, bar) in files.Zip(versions, bars))
        {
            outcomes.Add(new DemoOutcome(file, await WatchAsync(version, bar, watch, cancellationToken)));
        }

        return outcomes;
    }

    private async Task<Load> WatchAsync(FileVersion version, ProgressTask bar, Stopwatch watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A file with this path may have been loaded before: only loads of this version belong to this demo.
            var loads = (await host.Ledger.ReadLoadsAsync(new LedgerQuery { File = version.Path }, cancellationToken))
                .Where(l => l.ETag == version.ETag && l.Kind != LoadKind.Remove).ToList();
            if (loads.Find(l => l.State == LoadState.Loaded) is { } loaded)
            {
                bar.Value = bar.MaxValue;
                bar.StopTask();
                return loaded;
            }

            var newest = loads.Count > 0 ? loads[0] : null;
            if (newest is { State: LoadState.Refused })
            {
                throw new CommandException(ExitCode.Data, $"{version.Path} was refused: {newest.Error}");
            }

            if (watch.Elapsed > limit)
            {
                throw new CommandException(
                    newest?.State == LoadState.Failed ? ExitCode.Unavailable : ExitCode.Data,
                    $"{version.Path} was not loaded within {Show.Seconds(limit)} seconds"
                        + (newest?.Error is { } error ? $": {error}" : "."));
            }

            bar.Value = newest?.Bytes ?? 0;
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
