using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Files;
using Sluice.Folder;
using Sluice.Lake;
using Sluice.Local.Asking;
using Sluice.Local.Hosting;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>upload</c>: uploads local CSV files to the lake and follows how the process that serves it loads them.</summary>
internal static class UploadCommand
{
    private const int AtATime = 4;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The CSV files, or folders with CSV files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var dataset = CommonOptions.Dataset();
        var command = new Command(
            "upload",
            """
            Uploads CSV files to the lake. A file that has grown or changed replaces the one of its name. The process that serves the home
            folder loads them, and this one shows how it gets on. Ends with 1 if a file is refused, with 3 if a load fails.
            """)
        {
            files, dataset, CommonOptions.Json,
        };
        command.AddLocal();
        command.AddExamples(
            "sluice upload exports/ --dataset ads",
            "sluice upload Ads.csv --dataset ads --storage https://mylake.blob.core.windows.net");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = result.GetLocal();
            var lake = LocalFile.LoadLake(options.Lake);

            // The app in Azure has another warehouse.
            await using var client = options.Storage is null ? await LakeClient.TryConnectAsync(options.Home, cancellationToken) : null;
            options = client is null ? options : await client.LocateAsync(options, cancellationToken);
            var plans = UploadPlan.Of(
                [.. result.GetRequiredValue(files).SelectMany(Expand)], lake.Get(result.GetRequiredValue(dataset)),
                options.Data is { } folder ? new FolderLayout(folder, lake) : null);
            var follower = client is null ? null : await UploadFollower.StartAsync(client, cancellationToken);
            await using var access = await LakeAccess.OpenAsync(options, cancellationToken);
            List<string> loaded = [];
            var loads = new List<JsonElement>();
            var versions = new List<FileVersion>();
            await AnsiConsole.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
                .StartAsync(async context =>
                {
                    versions.AddRange(await UploadAsync(access.Lake, plans, context, cancellationToken));
                    if (follower is not null)
                    {
                        loaded.AddRange(await follower.FindLoadedAsync(
                            [.. versions.Zip(plans).Where(p => p.Second.File is null).Select(p => p.First)], cancellationToken));
                        versions.RemoveAll(v => loaded.Contains(v.Path));
                        loads.AddRange(await follower.FollowAsync(versions, context, cancellationToken));
                    }
                });
            foreach (var path in loaded)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"{path} is in the lake and loaded already.");
            }

            if (follower is null)
            {
                var next = options.Storage is null
                    ? "No process serves this home: `sluice run` or `sluice sweep` loads them."
                    : "The app of this lake loads them.";
                await result.InvocationConfiguration.Error.WriteLineAsync(
                    $"Uploaded {Show.Number(versions.Count)} {(versions.Count == 1 ? "file" : "files")}. {next}");
                return ExitCode.Ok;
            }

            if (result.GetValue(CommonOptions.Json))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(
                    new JsonArray([.. loads.Select(l => JsonNode.Parse(l.GetRawText()))]).ToJsonString());
            }
            else if (loads.Count > 0)
            {
                ShowTable(loads);
            }

            foreach (var load in loads.Where(l => l.GetProperty("error").ValueKind == JsonValueKind.String))
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"{TextOf(load, "file")}: {TextOf(load, "error")}");
            }

            return loads.Exists(l => TextOf(l, "state") == "failed") ? ExitCode.Unavailable
                : loads.Exists(l => TextOf(l, "state") == "refused") ? ExitCode.Data
                : ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<string> Expand(string path) => LocalPath.KindOf(path) != PathKind.Folder
        ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => FolderLayout.HasDataEnding(f)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found
            ? found
            : throw new CommandException(ExitCode.Usage, $"{path} has no CSV files.");

    private static async Task<FileVersion[]> UploadAsync(
        ILakeStorage lake, IReadOnlyList<UploadPlan> plans, ProgressContext context, CancellationToken cancellationToken)
    {
        await lake.EnsureContainersAsync(plans.Select(p => LakePath.Split(p.Path)!.Value.Container).Distinct(), cancellationToken);
        var bar = context.AddTask(
            $"upload {Show.Number(plans.Count)} files",
            maxValue: Math.Max(1, plans.Sum(p => p.File is null ? 0 : new FileInfo(p.File).Length)));
        var versions = new FileVersion[plans.Count];
        await Parallel.ForAsync(
            0, plans.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                if (plans[i].File is not { } file)
                {
                    versions[i] = await lake.FindAsync(plans[i].Path, token)
                        ?? throw new CommandException(ExitCode.Usage, $"{plans[i].Path} is no longer there.");
                    return;
                }

                await using var content = LocalFile.Open(file);
                var sent = 0L;
                versions[i] = await lake.UploadAsync(
                    plans[i].Path, content,
                    new Reporter<long>(bytes => bar.Increment(bytes - Interlocked.Exchange(ref sent, bytes))), token);
            });
        bar.Value = bar.MaxValue;
        bar.StopTask();
        return versions;
    }

    private static void ShowTable(List<JsonElement> loads)
    {
        var table = Show.Table("file", "state", "rows", "rejected", "seconds", "rows/s");
        foreach (var load in loads)
        {
            var (rows, rejected) = (load.GetProperty("rows").GetInt64(), load.GetProperty("rejected").GetInt64());
            var time = TimeOf(load, "finished_at") - TimeOf(load, "started_at");
            table.AddRow(
                Markup.Escape(TextOf(load, "file")), TextOf(load, "state"), Show.Number(rows), Show.Number(rejected),
                Show.Seconds(time), Show.PerSecond(rows + rejected, time));
        }

        AnsiConsole.Write(table);
    }

    private static string TextOf(JsonElement load, string name) => load.GetProperty(name).GetString()!;

    private static DateTimeOffset TimeOf(JsonElement load, string name) =>
        DateTimeOffset.Parse(TextOf(load, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
