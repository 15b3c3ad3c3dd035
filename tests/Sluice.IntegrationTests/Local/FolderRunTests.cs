using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sluice.IntegrationTests.Local;

/// <summary>A local folder as the lake, as a person works with it.</summary>
public sealed class FolderRunTests(ITestOutputHelper output) : IDisposable
{
    // On a quiet machine, it is a second. Other tests run beside these.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task From_a_folder_of_CSVs_to_all_of_their_rows_by_two_commands_without_Node()
    {
        var samples = Directory.GetFiles(RepositoryRoot.Of("node_modules", "vega-datasets", "data"), "*.csv");
        foreach (var sample in samples)
        {
            File.Copy(sample, folder.Of(Path.GetFileName(sample)));
        }

        using var programs = new TemporaryFolder();
        File.CreateSymbolicLink(programs.Of("dotnet"), Dotnet());
        string[] settings = [$"PATH={programs.Path}"];
        var watch = Stopwatch.StartNew();

        var (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, settings, "init");
        Assert.Equal((0, 0), (exitCode, errors.Count));
        await using var run = await FolderRun.StartAsync(folder.Path, settings);
        var expected = samples.ToDictionary(s => $"data/{Path.GetFileName(s)}", CountRows);
        var files = await run.WaitAsync(
            "files?$filter=state eq 'loaded'",
            f => expected.Count == f.Count(r => r.GetProperty("rows").GetInt64() == expected[r.GetProperty("path").GetString()!]));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{expected.Values.Sum():N0} rows in {watch.Elapsed.TotalSeconds:0.0} s"));
        Assert.Equal((23, 23), (samples.Length, files.Count));
        Assert.Empty(await run.ReadAsync("rejects"));
        Assert.Equal(130, await run.Cli.InterruptAsync());
        Assert.Empty(run.Cli.Errors);
    }

    [Fact]
    public async Task Lines_that_another_process_writes_bit_by_bit_are_rows_within_seconds_none_twice_and_none_lost()
    {
        WriteLake("append");
        await using var run = await FolderRun.StartAsync(folder.Path);
        await run.WaitForSweepAsync();
        string[] lines = [.. Enumerable.Range(1, 60).Select(i => $"{i},{(i % 5 == 0 ? "\"two\nlines, 日本\"" : "Zoë 😀")}\n")];
        var bytes = Encoding.UTF8.GetBytes($"id,text\n{string.Concat(lines)}");
        var ends = Enumerable.Range(1, lines.Length)
            .Select(i => Encoding.UTF8.GetByteCount($"id,text\n{string.Concat(lines.Take(i))}")).ToList();
        var random = new Random(1);
        using var writer = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec cat >> '{folder.Of("events.csv")}'"])
        {
            RedirectStandardInput = true,
        })!;
        List<TimeSpan> times = [];

        for (var written = 0; written < bytes.Length;)
        {
            // Somewhere in a line, often in a character or a quoted line break.
            var next = Math.Min(bytes.Length, written + 1 + random.Next(120));
            await writer.StandardInput.BaseStream.WriteAsync(bytes.AsMemory(written, next - written), Token);
            await writer.StandardInput.BaseStream.FlushAsync(Token);
            var watch = Stopwatch.StartNew();
            var complete = ends.Count(e => e <= next);
            var hasNew = complete > ends.Count(e => e <= written);
            written = next;
            if (hasNew)
            {
                var rows = await run.WaitAsync("events?$select=id", r => r.Count >= complete);
                times.Add(watch.Elapsed);

                // On a slow machine, so much time passes that the line which is being written counts as complete.
                if (watch.Elapsed < LongestPause)
                {
                    Assert.Equal(complete, rows.Count);
                }
            }
        }

        var all = await run.ReadAsync("events?$orderby=id");
        Assert.Equal(
            lines, all.Select(r => $"{r.GetProperty("id")},{Quoted(r.GetProperty("text").GetString()!)}\n"));
        times.Sort();
        output.WriteLine($"{times.Count} times: half within {times[times.Count / 2]}, all within {times[^1]}");
        Assert.Empty(await run.ReadAsync("rejects"));
        writer.StandardInput.Close();
        await writer.WaitForExitAsync(Token);

        static string Quoted(string text) => text.Contains('\n', StringComparison.Ordinal) ? $"\"{text}\"" : text;
    }

    [Fact]
    public async Task A_last_line_without_an_end_is_loaded_when_nobody_writes_to_it_any_more()
    {
        WriteLake("append");
        await using var run = await FolderRun.StartAsync(folder.Path);
        await run.WaitForSweepAsync();

        folder.Write("events.csv", "id,text\n1,a\n2,b");

        await run.WaitAsync("events", r => r.Count == 1);
        await run.WaitAsync("events", r => r.Count == 2);
        Assert.Empty(await run.ReadAsync("rejects"));
    }

    [Fact]
    public async Task A_run_that_is_killed_during_a_load_goes_on_at_its_last_commit()
    {
        const int Rows = 400_000;
        WriteLake("append");
        await File.WriteAllLinesAsync(
            folder.Of("events.csv"), Enumerable.Range(1, Rows).Select(i => $"{i},text").Prepend("id,text"), Token);
        await using (var first = await FolderRun.StartAsync(folder.Path, "Load__CommitRows=10000"))
        {
            await first.WaitAsync("files", f => f.Any(r => r.GetProperty("rows").GetInt64() > 0));
            await first.Cli.KillAsync();
        }

        await using var run = await FolderRun.StartAsync(folder.Path);
        await run.WaitAsync("files", f => f.Any(r => r.GetProperty("rows").GetInt64() == Rows));
        var sums = Assert.Single(await run.ReadAsync("events?$apply=aggregate($count as n,id with sum as ids,id with countdistinct as d)"));
        Assert.Equal(
            (Rows, (long)Rows * (Rows + 1) / 2, Rows),
            (sums.GetProperty("n").GetInt64(), sums.GetProperty("ids").GetInt64(), sums.GetProperty("d").GetInt64()));
    }

    [Fact]
    public async Task Renames_deletions_folders_and_links_are_followed()
    {
        WriteLake("append", path: "data/events/**/*.csv", onDelete: "remove");
        Directory.CreateDirectory(folder.Of("events"));
        await using var run = await FolderRun.StartAsync(folder.Path);
        await run.WaitForSweepAsync();
        folder.Write("events/a.csv", "id,text\n1,a\n");
        await run.WaitAsync("events", r => r.Count == 1);

        File.Move(folder.Of("events", "a.csv"), folder.Of("events", "b.csv"));
        var files = await run.WaitAsync("files", f => f.Count == 1 && f[0].GetProperty("path").GetString() == "data/events/b.csv");
        Assert.Equal(1, files[0].GetProperty("id").GetInt64());

        // A folder with a file in it, from elsewhere.
        using var elsewhere = new TemporaryFolder();
        Directory.CreateDirectory(elsewhere.Of("2025"));
        elsewhere.Write("2025/c.csv", "id,text\n2,c\n");
        Directory.Move(elsewhere.Of("2025"), folder.Of("events", "2025"));
        await run.WaitAsync("events", r => r.Count == 2);
        Directory.Move(folder.Of("events", "2025"), folder.Of("events", "2026"));
        await run.WaitAsync(
            "files?$filter=state eq 'loaded'",
            f => f.Count == 2 && f.Any(r => r.GetProperty("path").GetString() == "data/events/2026/c.csv"));

        File.Delete(folder.Of("events", "b.csv"));
        await run.WaitAsync("events", r => r.Count == 1);

        // A rewrite in place, of the same length.
        folder.Write("events/2026/c.csv", "id,text\n3,c\n");
        await run.WaitAsync("events", r => r.Count == 1 && r[0].GetProperty("id").GetInt64() == 3);
        Assert.Equal(1, Assert.Single(await run.ReadAsync("events?$apply=aggregate($count as n)")).GetProperty("n").GetInt64());
        Assert.Empty(run.Cli.Errors);
    }

    [Fact]
    public async Task Verbs_work_on_the_folder_and_rejects_lie_in_it()
    {
        WriteLake("append", path: "data/events/*.csv");
        using var elsewhere = new TemporaryFolder();
        var file = elsewhere.Write("a.csv", "id,text\n1,a\nx,b\n");

        var (exitCode, output, errors) = await RunAsync("load", file, "--dataset", "events");
        Assert.Equal((0, 0), (exitCode, errors.Count));
        Assert.Matches(
            "loaded +1 +1 ", Assert.Single(output, l => l.TrimStart().StartsWith("data/events/a.csv", StringComparison.Ordinal)));
        Assert.Equal("id,text\n1,a\nx,b\n", await File.ReadAllTextAsync(folder.Of("events", "a.csv"), Token));
        Assert.StartsWith(
            "id,text,\"_errors\"", await File.ReadAllTextAsync(folder.Of("rejects", "events", "a.csv", "1.csv"), Token),
            StringComparison.Ordinal);

        // A file of the lake is loaded where it is.
        folder.Write("events/b.csv", "id,text\n2,b\n");
        (exitCode, output, _) = await RunAsync("load", folder.Of("events", "b.csv"), "--dataset", "events");
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.Contains("data/events/b.csv", StringComparison.Ordinal));

        (exitCode, output, _) = await RunAsync("sweep");
        Assert.Equal(0, exitCode);
        Assert.Matches("unchanged +2", Assert.Single(output, l => l.Contains("unchanged", StringComparison.Ordinal)));
        (exitCode, output, _) = await RunAsync("reload", "data/events/b.csv");
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.StartsWith("1 rows loaded, 0 rejected", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.Of(".sluice", "azurite")));

        Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments) =>
            Cli.RunInAsync(folder.Path, [], [.. arguments, "--data", "."]);
    }

    [Fact]
    public async Task Files_go_to_the_folder_that_a_running_process_has_open_and_rejects_come_from_there()
    {
        WriteLake("append", path: "data/events/*.csv");
        using var elsewhere = new TemporaryFolder();
        var file = elsewhere.Write("a.csv", "id,text\n1,a\nx,b\n");
        await using var run = await FolderRun.StartAsync(folder.Path);
        await run.WaitForSweepAsync();

        var (exitCode, output, errors) = await Cli.RunInAsync(folder.Path, [], "upload", file, "--dataset", "events");
        Assert.Equal((0, 0), (exitCode, errors.Count));
        Assert.Contains(output, l => l.Contains("data/events/a.csv", StringComparison.Ordinal));
        Assert.True(File.Exists(folder.Of("events", "a.csv")));

        (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "rejects", "--export", "out");
        Assert.Equal(0, exitCode);
        Assert.Equal("Correct the rows in this file. Then: sluice upload FILE... --dataset NAME", output[^1]);
        var exported = folder.Of(output[0]);
        await File.WriteAllTextAsync(
            exported, (await File.ReadAllTextAsync(exported, Token)).Replace("x,b", "2,b", StringComparison.Ordinal), Token);

        // What is corrected is not written over.
        (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, [], "rejects", "--export", "out");
        Assert.Equal((0, $"kept     {output[0]}, which exists."), (exitCode, Assert.Single(errors)));
        Assert.Contains("2,b", await File.ReadAllTextAsync(exported, Token), StringComparison.Ordinal);
        (exitCode, _, _) = await Cli.RunInAsync(folder.Path, [], "upload", exported, "--dataset", "events");
        Assert.Equal(0, exitCode);

        // A file that lies in the lake is there already.
        (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, [], "upload", "events/a.csv", "--dataset", "events");
        Assert.Equal((0, "data/events/a.csv is in the lake and loaded already."), (exitCode, Assert.Single(errors)));
        Assert.Equal([1, 2], (await run.ReadAsync("events?$orderby=id")).Select(r => r.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task A_home_remembers_the_folder_so_that_no_command_takes_another_lake()
    {
        WriteLake("append", path: "data/events/*.csv", onDelete: "remove");
        Directory.CreateDirectory(folder.Of("events"));
        folder.Write("events/a.csv", "id,text\n1,a\n");
        Assert.Equal(0, (await Cli.RunInAsync(folder.Path, [], "sweep", "--data", ".", "--home", "home")).ExitCode);
        using var elsewhere = new TemporaryFolder();
        var file = elsewhere.Write("b.csv", "id,text\n2,b\n");

        // Without the folder: in an empty lake, all files would be gone.
        Assert.Equal(0, (await Cli.RunInAsync(elsewhere.Path, [], "sweep", "--home", folder.Of("home"))).ExitCode);
        Assert.Equal(
            0, (await Cli.RunInAsync(elsewhere.Path, [], "upload", file, "--dataset", "events", "--home", folder.Of("home"))).ExitCode);
        Assert.True(File.Exists(folder.Of("events", "b.csv")));
        Assert.Equal(0, (await Cli.RunInAsync(elsewhere.Path, [], "sweep", "--home", folder.Of("home"))).ExitCode);
        var (_, output, _) = await Cli.RunInAsync(
            elsewhere.Path, [], "query", "SELECT id FROM lake.events ORDER BY id", "--csv", "--home", folder.Of("home"));
        Assert.Equal(["id", "1", "2"], output);
    }

    [Theory]
    [InlineData("does not exist", "--data", "none")]
    [InlineData("must be a folder", "--data", "lake/datapackage.json")]
    [InlineData("Leave out --data or --storage", "--data", ".", "--storage", "UseDevelopmentStorage=true")]
    public async Task A_folder_that_cannot_be_the_lake_ends_with_2_and_one_sentence(string reason, params string[] arguments)
    {
        WriteLake("append");

        var (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, [], ["sweep", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
    }

    private void WriteLake(string mode, string path = "data/*.csv", string onDelete = "keep")
    {
        Directory.CreateDirectory(folder.Of("lake"));
        folder.Write(
            "lake/datapackage.json",
            $$"""
            {
              "name": "lake",
              "resources": [{
                "name": "events", "path": "{{path}}", "sluice:write": "{{mode}}", "sluice:onDelete": "{{onDelete}}",
                "schema": {
                  "fields": [
                    { "name": "id", "type": "integer", "constraints": { "required": true } },
                    { "name": "text", "type": "string", "constraints": { "required": true } }
                  ]
                }
              }]
            }
            """);
    }

    private static long CountRows(string file)
    {
        // Line breaks outside of quotes end a record. The last record may have none, and the first is the header.
        var text = File.ReadAllText(file);
        var (records, isQuoted) = (text.EndsWith('\n') ? 0L : 1L, false);
        foreach (var c in text)
        {
            isQuoted ^= c == '"';
            records += c == '\n' && !isQuoted ? 1 : 0;
        }

        return records - 1;
    }

    // The program behind the links to it.
    private static string Dotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(f => Path.Combine(f, "dotnet")).Where(File.Exists)
        .Select(f => File.ResolveLinkTarget(f, returnFinalTarget: true)?.FullName ?? f).First();
}
