using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

/// <summary>What a watched folder can do to a <c>run</c>: each ends in a row or in a line that says why not.</summary>
public sealed class FolderWatchTests : IDisposable
{
    // More than this many notifications at a time, and the tests would take long to cause them.
    private const int MostNotifications = 100_000;

    private readonly TemporaryFolder folder = new();

    public FolderWatchTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The notifications are those of Linux.");
        Directory.CreateDirectory(folder.Of("lake"));
        Directory.CreateDirectory(Data());
        folder.Write("lake/datapackage.json", """
            {
              "name": "lake",
              "resources": [{
                "name": "events", "path": "data/**/*.csv", "sluice:onDelete": "remove",
                "schema": { "fields": [{ "name": "id", "type": "integer" }] }
              }]
            }
            """);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        // .NET cannot delete what has no name that is a text.
        using (var remove = Process.Start("rm", ["-rf", Data()]))
        {
            remove.WaitForExit();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Notifications_that_were_lost_are_made_up_for_by_a_sweep()
    {
        var most = int.Parse(
            await File.ReadAllTextAsync("/proc/sys/fs/inotify/max_queued_events", Token), CultureInfo.InvariantCulture);
        Assert.SkipWhen(most > MostNotifications, $"The system keeps {most} notifications.");
        await using var run = await StartAsync();
        await SignalAsync(run, "STOP");

        // Two for each, and none of the last file fits.
        for (var i = 0; i <= most / 2; i++)
        {
            Directory.CreateDirectory(Data("x"));
            Directory.Delete(Data("x"));
        }

        Write("late.csv", 1);
        await SignalAsync(run, "CONT");

        await WaitAsync(run, 1);
        Assert.Contains("Changes in the lake's folder may have been missed: ", Assert.Single(run.Cli.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_removed_and_made_anew_is_watched_again()
    {
        Write("below/a.csv", 1);
        await using var run = await StartAsync();
        await WaitAsync(run, 1);

        Directory.Delete(Data("below"), recursive: true);
        Write("below/b.csv", 2);
        await WaitAsync(run, 2);

        Directory.Move(Data(), folder.Of("gone"));
        await run.Cli.WaitForErrorAsync("The lake's folder cannot be watched: .*/data is not there, or is no folder. ");
        Write("c.csv", 3);
        await run.Cli.WaitForErrorAsync(@"Changes in the lake's folder may have been missed: The folder was made anew\. A sweep ");
        await WaitAsync(run, 3);
        Write("below/d.csv", 4);
        await WaitAsync(run, 3, 4);
    }

    [Fact]
    public async Task What_is_no_file_is_left_out_and_said_and_the_others_are_loaded()
    {
        await using var run = await StartAsync();
        await MakeAsync("mkfifo", "pipe.csv");
        File.CreateSymbolicLink(Data("broken.csv"), Data("none.csv"));
        File.CreateSymbolicLink(Data("loop.csv"), Data("loop.csv"));
        Directory.CreateSymbolicLink(Data("circle"), Data());

        // A shell writes bytes that are no text.
        await MakeAsync("sh", "-c", @"printf 'id\n9\n' > ""$(printf 'bad-\377.csv')""; mkdir ""$(printf 'bad-\376')""");
        Write("it's a \"file\".csv", 1);
        Write("line\nbreak.csv", 2);
        await WaitAsync(run, 1, 2);

        var swept = await run.WaitAsync(
            "operations?$filter=state ne 'running'", _ => run.Cli.Errors.Count >= 5);
        Assert.NotEmpty(swept);
        Assert.Equal(
            ["bad-\uFFFD", "bad-\uFFFD.csv", "broken.csv", "loop.csv", "pipe.csv"],
            run.Cli.Errors.Select(e => e[e.IndexOf("/data/", StringComparison.Ordinal)..]["/data/".Length..].Split(' ')[0])
                .Order(StringComparer.Ordinal));
        Assert.All(run.Cli.Errors, e => Assert.StartsWith("warning: Left out of the lake: ", e, StringComparison.Ordinal));
        Assert.Equal(130, await run.Cli.InterruptAsync());
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_fails_with_the_reason_and_is_loaded_when_it_may()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A privileged user may read everything.");
        await using var run = await StartAsync();
        var closed = Data("closed.csv");
        if (!OperatingSystem.IsWindows())
        {
            await using (File.Open(closed, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.None,
            }))
            {
            }

            Write("open.csv", 1);
            await WaitAsync(run, 1);
            await run.Cli.WaitForErrorAsync("this user may not access .*/closed.csv");
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Write("closed.csv", 2);
        await WaitAsync(run, 1, 2);
    }

    private async Task<FolderRun> StartAsync()
    {
        var run = await FolderRun.StartInAsync(folder.Path, "data");
        await run.WaitForSweepAsync();
        return run;
    }

    private static Task<IReadOnlyList<JsonElement>> WaitAsync(FolderRun run, params int[] ids) =>
        run.WaitAsync("events?$orderby=id", rows => rows.Select(r => r.GetProperty("id").GetInt32()).SequenceEqual(ids));

    private static Task SignalAsync(FolderRun run, string signal) => run.Cli.SignalAsync(signal);

    private async Task MakeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Data() })!;
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }

    private string Data(params string[] parts) => folder.Of(["data", .. parts]);

    private void Write(string name, int id)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Data(name))!);
        File.WriteAllText(Data(name), $"id\n{id}\n");
    }
}
