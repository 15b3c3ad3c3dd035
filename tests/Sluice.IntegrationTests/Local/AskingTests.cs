using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Local;

/// <summary>The verbs that ask: <c>query</c>, <c>status</c> and <c>rejects</c>.</summary>
public sealed partial class AskingTests : IDisposable
{
    private const string Header = "id,owner_id,title,category,price,city,created_at,deleted_at\n";
    private const string Wrong = "x,7,A bike,cars,1,Lyon,2026-01-01T00:00:00Z,\n";

    [GeneratedRegex(@"^\s*id\s+Int64\s+0\.0%\s+~?1,200\s+1\s+600(\.5)?\s+1200\b", RegexOptions.ExplicitCapture)]
    private static partial Regex IdColumn();

    [GeneratedRegex(@"^\s*deleted_at\s+\w+\s+100\.0%\s+~?0\s*$")]
    private static partial Regex EmptyColumn();

    private readonly TemporaryFolder home = new();
    private readonly TemporaryFolder files = new();

    public void Dispose()
    {
        home.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task The_process_that_serves_a_home_answers_and_only_its_user_can_ask()
    {
        await using var lake = await LocalLake.StartAsync(home.Path);
        await lake.UploadAsync("ads/Ads.csv", Header + RunTests.Ad(1) + RunTests.Ad(2) + Wrong);
        await lake.WaitForLoadAsync("data/ads/Ads.csv");

        Assert.Equal(["n", "2"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
        Assert.Equal(["id", "1", "2"], await AskAsync("query", "--odata", "ads?$filter=city ne 'A & B=c'&$select=id", "--csv"));
        Assert.Equal(["value", "2"], await AskAsync("query", "--odata", "ads/$count", "--csv"));
        Assert.Empty(await AskAsync("query", "--odata", "ads?$filter=id eq 9", "--csv"));
        Assert.Equal(["0 rows"], await AskAsync("query", "--odata", "ads?$filter=id eq 9"));
        var (_, explained, _) = await Cli.RunAsync(
            "query", "--odata", "ads?$filter=price gt 100&$select=id", "--explain", "--home", home.Path);
        Assert.Equal("-- parameter 1: 100.00", explained[0]);
        Assert.StartsWith("SELECT ", explained[^1], StringComparison.Ordinal);

        using var http = new HttpClient();
        using var sql = new StringContent("SELECT 1");
        using var answer = await http.PostAsync(
            new Uri($"http://127.0.0.1:{lake.Port}/private/sql"), sql, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home.Of("private")));
        }
    }

    [Fact]
    public async Task A_process_that_was_killed_leaves_no_socket_in_the_way()
    {
        await using (var killed = await LocalLake.StartAsync(home.Path))
        {
            await killed.Cli.KillAsync();
        }

        Assert.Equal(["n", "0"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
        await using var lake = await LocalLake.StartAsync(home.Path);
        Assert.Equal(["n", "0"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
    }

    [Fact]
    public async Task Without_such_a_process_the_warehouse_is_opened_and_all_pages_are_read()
    {
        const int Rows = 6000;
        await LoadAsync("Ads.csv", Header + string.Concat(Enumerable.Range(1, Rows).Select(RunTests.Ad)));

        Assert.Equal(Rows + 1, (await AskAsync("query", "--odata", "ads?$select=id", "--csv")).Count);
        var sql = files.Write("count.sql", "SELECT count(*) AS n, 'é\"' AS text, NULL AS nothing, true AS yes, 1.50 AS price\n");
        Assert.Equal("""[{"n":1,"text":"é\"","nothing":null,"yes":true,"price":1.50}]""", await JsonAsync("query", "--file", sql));
        var table = await AskAsync("query", "SELECT id FROM lake.ads ORDER BY id");
        Assert.Contains("6,000 rows", table);
        Assert.Contains(table, l => l.Contains("The table has the first 1,000. --csv and --json write all.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_shows_what_the_values_of_each_column_look_like()
    {
        await LoadAsync("Ads.csv", Header + string.Concat(Enumerable.Range(1, 1200).Select(RunTests.Ad)));

        var table = await AskAsync("profile", "ads");
        Assert.Equal("1,200 rows", table[^1]);
        Assert.Single(table, l => IdColumn().IsMatch(l));
        Assert.Single(table, l => EmptyColumn().IsMatch(l));
        var profile = JsonElement.Parse(await JsonAsync("profile", "ads"));
        Assert.Equal(1200, profile.GetProperty("rows").GetInt32());
        Assert.Equal("0 rows", (await AskAsync("profile", "users"))[^1]);
        Assert.Contains("1 row", (await AskAsync("profile", "files"))[^1], StringComparison.Ordinal);

        var (exitCode, output, errors) = await Cli.RunAsync("profile", "adz", "--home", home.Path);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("There is no table adz. The tables are users, ads, ", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_query_is_refused_and_changes_nothing()
    {
        await LoadAsync("Ads.csv", Header + RunTests.Ad(1));
        foreach (var (sql, message) in new[]
        {
            ("DROP TABLE lake.ads", "Only one SELECT can be run, which changes nothing."),
            ("SELECT 1; COMMIT; DROP TABLE lake.ads", "Only one SELECT can be run, which changes nothing."),
            ("SELECT * FROM read_csv('/etc/hostname')", "Permission Error: .*"),
            ("SELECT nothing FROM lake.ads", "Binder Error: Referenced column \"nothing\" not found .*"),
            ("SELECT error('no ' || id) FROM lake.ads", "Invalid Input Error: no 1"),
            ("", "SQL is empty\\."),
        })
        {
            var (exitCode, output, errors) = await Cli.RunAsync("query", sql, "--home", home.Path);

            Assert.Equal(2, exitCode);
            Assert.Empty(output);
            Assert.Matches($"^{message}$", errors[0]);
        }

        Assert.Equal(["n", "1"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
    }

    [Fact]
    public async Task A_value_without_an_equivalent_is_written_as_text_or_refused_with_what_to_do()
    {
        await LoadAsync("Ads.csv", Header + RunTests.Ad(1));
        foreach (var value in (string[])
        [
            "[NULL]", "interval 3 month", "DATE '10000-01-01'", "'infinity'::date", "time '24:00:00'", "union_value(a := 1)",
        ])
        {
            var (exitCode, output, errors) = await Cli.RunAsync("query", $"SELECT {value} AS x", "--json", "--home", home.Path);

            if (exitCode == 0)
            {
                Assert.Single(JsonElement.Parse(Assert.Single(output)).EnumerateArray());
            }
            else
            {
                Assert.Equal(2, exitCode);
                Assert.Matches("^x has a value that cannot be read as .*Cast it to text in the query\\.$", Assert.Single(errors));
            }
        }
    }

    [Fact]
    public async Task A_question_that_calls_functions_which_write_changes_nothing()
    {
        await LoadAsync("Ads.csv", Header + RunTests.Ad(1));

        var (exitCode, _, errors) = await Cli.RunAsync("query", "SELECT nextval('sluice.load_id')", "--home", home.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("read-only", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_ends_when_nobody_reads_its_rows_any_more()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pipe is that of a POSIX shell.");
        await LoadAsync("Ads.csv", Header + RunTests.Ad(1));

        // More rows than any test waits for.
        foreach (var format in (string[])["--csv", "--json"])
        {
            var command = $"'{Cli.Program()}' query 'SELECT i FROM range(1000000000000) t(i)' {format} --home '{home.Path}'";
            using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet {command} | head -n 2"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Assert.Equal(2, output.Count(c => c == '\n'));
            Assert.Empty(await errors);
        }
    }

    [Fact]
    public async Task A_home_without_a_warehouse_is_said()
    {
        var (exitCode, _, errors) = await Cli.RunAsync("status", "--home", home.Path);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"There is no warehouse at {home.Of("warehouse.duckdb")} yet. ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.False(File.Exists(home.Of("warehouse.duckdb")));
    }

    [Fact]
    public async Task Rejects_are_shown_exported_corrected_and_loaded()
    {
        await LoadAsync("Ads.csv", Header + RunTests.Ad(1) + Wrong);

        var status = JsonElement.Parse(await JsonAsync("status"));
        var ads = status.GetProperty("datasets")[0];
        Assert.Equal(
            ("ads", 1, 1, 1),
            (ads.GetProperty("dataset").GetString(), ads.GetProperty("files").GetProperty("loaded").GetInt32(),
                ads.GetProperty("rows").GetInt32(), ads.GetProperty("rejected").GetInt32()));
        Assert.Equal("""[{"dataset":"ads","rule":"type","errors":1}]""", status.GetProperty("rejects").GetRawText());
        var group = JsonElement.Parse(await JsonAsync("rejects", "--dataset", "ads", "--group"))[0];
        Assert.Equal(("id", 1), (group.GetProperty("field").GetString(), group.GetProperty("errors").GetInt32()));

        var exported = await AskAsync("rejects", "--export", files.Path);
        Assert.Equal("Correct the rows in this file. Then: sluice load FILE... --dataset NAME", exported[^1]);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(files.Path, "ads")));
        Assert.Equal(file, exported[0]);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("_errors", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            file, text.Replace("x,7,", "2,7,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Cli.RunAsync("load", file, "--dataset", "ads", "--home", home.Path)).ExitCode);
        Assert.Equal(["n", "2"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
    }

    [Fact]
    public async Task Uploaded_files_are_followed_until_the_process_that_serves_has_loaded_them()
    {
        var folder = Directory.CreateDirectory(files.Of("new")).FullName;
        for (var i = 1; i <= 3; i++)
        {
            files.Write($"new/Ads{i}.csv", Header + RunTests.Ad(i) + (i == 2 ? Wrong : ""));
        }

        await using (await LocalLake.StartAsync(home.Path))
        {
            var loads = JsonElement.Parse(await JsonAsync("upload", folder, "--dataset", "ads")).EnumerateArray()
                .Select(l => (l.GetProperty("file").GetString(), l.GetProperty("state").GetString(), l.GetProperty("rows").GetInt64(),
                    l.GetProperty("rejected").GetInt64())).ToList();
            Assert.Equal(
                [("data/ads/Ads1.csv", "loaded", 1, 0), ("data/ads/Ads2.csv", "loaded", 1, 1), ("data/ads/Ads3.csv", "loaded", 1, 0)],
                loads);

            var (exitCode, output, errors) = await Cli.RunAsync(
                "upload", files.Write("Other.csv", "a,b\n1,2\n"), "--dataset", "ads", "--home", home.Path);
            Assert.Equal(1, exitCode);
            Assert.Contains(output, l => l.Contains("data/ads/Other.csv   refused", StringComparison.Ordinal));
            Assert.StartsWith("data/ads/Other.csv: The header ", errors[0], StringComparison.Ordinal);
        }

        var (_, _, said) = await Cli.RunAsync(
            "upload", files.Write("Late.csv", Header + RunTests.Ad(9)), "--dataset", "ads", "--home", home.Path);
        Assert.Equal("Uploaded 1 file. No process serves this home: `sluice run` or `sluice sweep` loads them.", Assert.Single(said));
        Assert.Equal(0, (await Cli.RunAsync("sweep", "--home", home.Path)).ExitCode);
        Assert.Equal(["n", "4"], await AskAsync("query", "SELECT count(*) AS n FROM lake.ads", "--csv"));
    }

    private async Task LoadAsync(string name, string text) => await Cli.RunAsync(
        "load", files.Write(name, text), "--dataset", "ads", "--home", home.Path);

    private async Task<IReadOnlyList<string>> AskAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Cli.RunAsync([.. arguments, "--home", home.Path]);
        Assert.True(exitCode == 0, string.Join('\n', errors));
        return output;
    }

    private async Task<string> JsonAsync(params string[] arguments) => string.Concat(await AskAsync([.. arguments, "--json"]));
}
