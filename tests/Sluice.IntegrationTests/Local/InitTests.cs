using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.IntegrationTests.Local;

public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_and_folders_of_files_become_datasets_and_what_cannot_be_read_is_left_out()
    {
        Write("data/ads/Ads.csv", "id,title\n1,a\n");
        Write("data/users/Users 1.csv", "id;name\n1;b\n");
        Write("data/users/Users 2.csv", "id;name\n2;c\n");
        Write("top.csv", "day,price\n2025-01-31,1.5\n");
        Write("top.tsv", "a\tb\n1\t2\n");
        Write("My mixed files/one.csv", "a,b\n1,2\n");
        Write("My mixed files/two.csv", "c,d\n1,2\n");
        Write("logs/2025/01/x.csv", "at,n\n1,2\n");
        Write("logs/2025/02/y.csv", "at,n\n1,2\n");
        Write("zero.csv", "");
        Write("{strange}.csv", "a\n1\n");
        Write("page.csv", "<!DOCTYPE html>\n<html><body>404</body></html>\n");
        Write("rejects/ads/1.csv", "id,title,_errors\n");
        Write(".hidden/x.csv", "a\n1\n");

        var (exitCode, output, errors) = await Cli.RunInAsync(folder.Path, [], "init");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["left out page.csv:", "left out zero.csv:", "left out {strange}.csv:"],
            errors.Select(e => string.Join(' ', e.Split(' ').Take(3))).Order(StringComparer.Ordinal));
        var resources = Read("lake/datapackage.json")["resources"]!.AsArray();
        Assert.Equal(
            [
                "ads data/ads/*.csv schemas/ads.json",
                "logs data/logs/**/*.csv schemas/logs.json",
                "one data/My mixed files/one.csv schemas/one.json",
                "top data/top.csv schemas/top.json",
                "top_2 data/top.tsv schemas/top_2.json",
                "two data/My mixed files/two.csv schemas/two.json",
                "users data/users/*.csv schemas/users.json",
            ],
            resources.Select(r => $"{r!["name"]} {r["path"]} {r["schema"]}").Order(StringComparer.Ordinal));
        Assert.Contains(Read("lake/schemas/top.json")["fields"]!.AsArray(), f => f!["type"]!.ToString() == "date");
        Assert.Contains(output, l => l.Contains("sluice run --data .", StringComparison.Ordinal));
        Assert.Equal(0, (await Cli.RunInAsync(folder.Path, [], "validate")).ExitCode);
        Assert.Contains(".sluice/", await File.ReadAllTextAsync(folder.Of(".gitignore"), Token), StringComparison.Ordinal);
        (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "sweep", "--data", ".");
        Assert.Equal(0, exitCode);
        Assert.Matches("loaded +9", Assert.Single(output, l => l.TrimStart().StartsWith("loaded", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_empty_folder_gets_a_definition_that_is_valid_and_what_to_do_next()
    {
        var (exitCode, output, errors) = await Cli.RunInAsync(folder.Path, [], "init", "new/lake of mine");

        Assert.Equal((0, 0), (exitCode, errors.Count));
        Assert.Contains(output, l => l.Contains("sluice infer FILE --add", StringComparison.Ordinal));
        Assert.Contains("  sluice run --data 'new/lake of mine' --lake 'new/lake of mine/lake/datapackage.json'", output);
        Assert.Equal(0, (await Cli.RunInAsync(folder.Of("new", "lake of mine"), [], "validate")).ExitCode);
    }

    [Fact]
    public async Task A_program_reads_what_was_made_and_a_name_may_look_like_an_option()
    {
        Write("--force/a.csv", "id\n1\n2\n");
        Write("--force/b.csv", "");

        var (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "init", "--json", "--", "--force");

        var made = JsonElement.Parse(Assert.Single(output));
        Assert.Equal((0, true), (exitCode, made.GetProperty("created").GetBoolean()));
        var dataset = Assert.Single(made.GetProperty("datasets").EnumerateArray());
        Assert.Equal(("a", 2), (dataset.GetProperty("name").GetString(), dataset.GetProperty("rows").GetInt32()));
        var leftOut = Assert.Single(made.GetProperty("left_out").EnumerateArray());
        Assert.EndsWith("b.csv", leftOut.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(made.GetProperty("definition").GetString()));

        (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "init", "--json", "--", "--force");
        Assert.False(JsonElement.Parse(Assert.Single(output)).GetProperty("created").GetBoolean());
    }

    [Fact]
    public async Task What_is_there_is_kept_and_said()
    {
        Write("a.csv", "id\n1\n");
        Write("lake/reports.json", "{ \"reports\": [{ \"name\": \"a\" }] }");
        Write(".gitignore", "mine\n");
        var (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "init");

        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.StartsWith("kept     .gitignore", StringComparison.Ordinal));
        Assert.Equal("mine\n", await File.ReadAllTextAsync(folder.Of(".gitignore"), Token));
        Assert.Equal("{ \"reports\": [{ \"name\": \"a\" }] }", await File.ReadAllTextAsync(folder.Of("lake", "reports.json"), Token));

        var definition = await File.ReadAllTextAsync(folder.Of("lake", "datapackage.json"), Token);
        Write("b.csv", "id\n1\n");
        (exitCode, output, _) = await Cli.RunInAsync(folder.Path, [], "init");
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.StartsWith("kept     lake", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("sluice infer FILE --add --data .", StringComparison.Ordinal));
        Assert.Equal(definition, await File.ReadAllTextAsync(folder.Of("lake", "datapackage.json"), Token));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_left_out()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A privileged user may read everything.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write("closed/b.csv", "id\n1\n");
        Write("a.csv", "id\n1\n");
        File.SetUnixFileMode(folder.Of("closed"), UnixFileMode.None);

        var (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, [], "init");

        File.SetUnixFileMode(folder.Of("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("left out closed: The folder cannot be read.", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Single(Read("lake/datapackage.json")["resources"]!.AsArray());
    }

    [Fact]
    public async Task Infer_adds_a_file_of_the_folder_and_makes_the_definition_that_is_not_there()
    {
        Write("a.csv", "id\n1\n");
        Write("b/1.csv", "id\n1\n");
        Write("b/2.csv", "id\n1\n");

        Assert.Equal(0, (await Cli.RunInAsync(folder.Path, [], "infer", "a.csv", "--add", "--data", ".")).ExitCode);
        Assert.Equal(
            0, (await Cli.RunInAsync(folder.Path, [], "infer", "b/1.csv", "b/2.csv", "--name", "b", "--add", "--data", ".")).ExitCode);

        var resources = Read("lake/datapackage.json")["resources"]!.AsArray();
        Assert.Equal(["a data/a.csv", "b data/b/*.csv"], resources.Select(r => $"{r!["name"]} {r["path"]}"));
        Assert.Equal(0, (await Cli.RunInAsync(folder.Path, [], "validate")).ExitCode);
    }

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(folder.Of(name)))!;

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Of(name))!);
        folder.Write(name, text);
    }
}
