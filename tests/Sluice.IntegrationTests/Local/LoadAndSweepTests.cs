using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.DuckDb;

namespace Sluice.IntegrationTests.Local;

public sealed class LoadAndSweepTests : IDisposable
{
    private const string Header = "id,owner_id,title,category,price,city,created_at,deleted_at\n";
    private readonly TemporaryFolder home = new();
    private readonly TemporaryFolder files = new();

    public void Dispose()
    {
        home.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task Load_brings_files_into_lake_and_warehouse_and_a_sweep_then_finds_them_loaded()
    {
        var one = files.Write("One.csv", Header + RunTests.Ad(1) + RunTests.Ad(2));
        var two = files.Write("Two.csv", Header + RunTests.Ad(3) + "x,7,A bike,cars,1,Lyon,2026-01-01T00:00:00Z,\n");
        var (exitCode, output, errors) = await Cli.RunAsync("load", one, two, "--dataset", "ads", "--home", home.Path);

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.Matches("loaded +2 +0 ", Assert.Single(output, l => l.TrimStart().StartsWith("data/ads/One.csv", StringComparison.Ordinal)));
        Assert.Matches("loaded +1 +1 ", Assert.Single(output, l => l.TrimStart().StartsWith("data/ads/Two.csv", StringComparison.Ordinal)));

        (exitCode, output, _) = await Cli.RunAsync("sweep", "--home", home.Path);
        Assert.Equal(0, exitCode);
        Assert.Matches("unchanged +2", Assert.Single(output, l => l.Contains("unchanged", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_load_that_is_killed_is_finished_by_the_sweep_which_says_at_which_row_it_resumes()
    {
        const int Rows = 400_000;
        var file = files.Write("Ads.csv", Header + string.Concat(Enumerable.Range(1, Rows).Select(RunTests.Ad)));
        await using (var cli = Cli.StartWith(["Load__CommitRows=10000"], "load", file, "--dataset", "ads", "--home", home.Path))
        {
            // A quarter of the file is more than can wait for a commit, so some rows are committed, and some are still to come.
            await cli.WaitForLineAsync(@"rows/s: (2[5-9]|[3-9]\d)%");
            await cli.KillAsync();
        }

        var (exitCode, output, errors) = await Cli.RunAsync("sweep", "--home", home.Path);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        var said = Assert.Single(errors, e => e.Contains("resumes at row ", StringComparison.Ordinal));
        var resumed = int.Parse(Regex.Match(said, @"resumes at row (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(resumed, 10_001, Rows);
        Assert.Contains(output, l => l.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{Rows - resumed + 1:N0} rows loaded"), StringComparison.Ordinal));
        await using var warehouse = DuckDbWarehouse.Open(home.Of("warehouse.duckdb"));
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), count(DISTINCT id), sum(id * _row)::VARCHAR FROM lake.ads";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        var squares = $"{Enumerable.Range(1, Rows).Sum(i => (long)i * i)}";
        Assert.Equal((Rows, Rows, squares), (reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2)));
    }

    [Theory]
    [InlineData("append")]
    [InlineData("merge")]
    [InlineData("replace")]
    public async Task A_corrected_definition_reaches_rows_that_are_loaded(string mode)
    {
        string[] settings = ["Sensitive__HashKey=MDEyMzQ1Njc4OWFiY2RlZg=="];
        var file = files.Write("prices.csv", "id,price,mail\n1,5,a@b.c\n2,50,\n");
        var lake = WriteLake(maximum: 10);
        Assert.Equal(0, (await RunAsync("load", file, "--dataset", "prices")).ExitCode);
        Assert.Equal(["1 True"], ReadIds());

        WriteLake(maximum: 100);
        var (exitCode, output, errors) = await RunAsync("reload", "--dataset", "prices", "--stale");

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.StartsWith("2 rows loaded, 0 rejected", StringComparison.Ordinal));
        Assert.Equal(["1 True", "2 True"], ReadIds());
        (_, output, _) = await RunAsync("reload", "data/prices/*.csv", "--stale");
        Assert.Contains(output, l => l.StartsWith("0 rows loaded", StringComparison.Ordinal));

        Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments) =>
            Cli.RunWithAsync(settings, [.. arguments, "--lake", lake, "--home", home.Path]);

        string WriteLake(int maximum) => files.Write(
            "datapackage.json",
            $$"""
            {
              "name": "shop",
              "resources": [{
                "name": "prices", "path": "data/prices/*.csv", "sluice:write": "{{mode}}",
                "schema": {
                  "primaryKey": "id",
                  "fields": [
                    { "name": "id", "type": "integer", "constraints": { "required": true } },
                    { "name": "price", "type": "integer", "constraints": { "maximum": {{maximum}} } },
                    { "name": "mail", "type": "string", "sluice:sensitive": "hash" }
                  ]
                }
              }]
            }
            """);

        List<string> ReadIds()
        {
            using var warehouse = new DuckDB.NET.Data.DuckDBConnection($"Data Source={home.Of("warehouse.duckdb")}");
            warehouse.Open();
            using var command = warehouse.CreateCommand();
            command.CommandText = "SELECT p.id, f.\"current\" FROM lake.prices AS p JOIN sluice.files AS f ON f.id = p._file ORDER BY p.id";
            using var reader = command.ExecuteReader();
            List<string> ids = [];
            while (reader.Read())
            {
                ids.Add($"{reader.GetInt64(0)} {reader.GetBoolean(1)}");
            }

            return ids;
        }
    }

    [Fact]
    public async Task An_erased_key_shows_its_lines_and_does_not_come_back()
    {
        string[] settings = ["Sensitive__HashKey=MDEyMzQ1Njc4OWFiY2RlZg=="];
        var file = files.Write("users.csv", "id,name\n1,a\n2,b\n");
        var lake = files.Write(
            "datapackage.json",
            """
            {
              "name": "shop",
              "resources": [{
                "name": "users", "path": "data/users/*.csv", "sluice:write": "merge",
                "schema": { "primaryKey": "id", "fields": [{ "name": "id", "type": "integer" }, { "name": "name" }] }
              }]
            }
            """);
        await RunAsync("load", file, "--dataset", "users");

        var (exitCode, output, errors) = await RunAsync("erase", "users", "id=1");

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => Regex.IsMatch(l, @"data/users/users\.csv +│? *2"));
        Assert.Contains(output, l => l.StartsWith("1 rows and 0 rejects erased, 1 files searched", StringComparison.Ordinal));
        (_, output, _) = await RunAsync("reload", "--dataset", "users");
        Assert.Contains(output, l => l.StartsWith("1 rows loaded, 0 rejected", StringComparison.Ordinal));
        (exitCode, _, errors) = await RunAsync("erase", "users", "name=1");
        Assert.Equal(2, exitCode);
        Assert.Contains(errors, e => e.Contains("the primary key of users: id.", StringComparison.Ordinal));

        Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments) =>
            Cli.RunWithAsync(settings, [.. arguments, "--lake", lake, "--home", home.Path]);
    }

    [Theory]
    [InlineData("either a path, or --dataset")]
    [InlineData("either a path, or --dataset", "data/ads/**", "--dataset", "ads")]
    [InlineData("no '/'", "ads")]
    [InlineData("No file of the lake matches", "data/none/**")]
    public async Task A_reload_of_nothing_says_what_to_name(string reason, params string[] arguments)
    {
        var (exitCode, _, errors) = await Cli.RunAsync(["reload", .. arguments, "--home", home.Path]);

        Assert.Equal(2, exitCode);
        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ends_with_1_when_a_file_is_refused()
    {
        var file = files.Write("Bad.csv", "id,colour\n1,red\n");
        var (exitCode, output, errors) = await Cli.RunAsync("load", file, "--dataset", "ads", "--home", home.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains(output, l => l.Contains(" refused ", StringComparison.Ordinal));
        Assert.StartsWith("warning: data/ads/Bad.csv: load 1 refused the file: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_uploads_nothing_that_its_dataset_would_not_find()
    {
        var file = files.Write("Ads.txt", Header);
        var (exitCode, _, errors) = await Cli.RunAsync("load", file, "--dataset", "ads", "--home", home.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("data/ads/**/*.csv", Assert.Single(errors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Of("azurite")));
    }
}
