using System.Diagnostics;
using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("demo", "--exit")]
    [InlineData("init", "<DIR>")]
    [InlineData("run", "--storage")]
    [InlineData("run", "--data")]
    [InlineData("load", "--dataset")]
    [InlineData("sweep", "--warehouse")]
    [InlineData("generate", "--seed")]
    [InlineData("validate", "--lake")]
    [InlineData("infer", "--add")]
    public async Task Each_verb_says_how_it_is_used(string verb, string option)
    {
        var (exitCode, output, errors) = await Cli.RunAsync(verb, "--help");

        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.Contains($"sluice {verb}", StringComparison.Ordinal));
        Assert.Contains(output, l => l.TrimStart().StartsWith(option, StringComparison.Ordinal));
        Assert.Empty(errors);

        // A long number in the help would be the default of a type, such as int.MaxValue.
        Assert.All(output, l => Assert.DoesNotMatch("[0-9]{8,}", l));
    }

    [Fact]
    public async Task The_help_has_the_exit_codes()
    {
        var (exitCode, output, _) = await Cli.RunAsync("--help");

        Assert.Equal(0, exitCode);
        foreach (var code in new[] { "0 ", "1 ", "2 ", "3 ", "70 ", "130 " })
        {
            Assert.Contains(output, l => l.TrimStart().StartsWith(code, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("generate")]
    [InlineData("generate", "x", "--dirt", "2")]
    [InlineData("generate", "x", "--dirt", "NaN")]
    [InlineData("generate", "x", "--dirt", "much")]
    [InlineData("generate", "x", "--rows", "-1")]
    [InlineData("generate", "x", "--rows", "many")]
    [InlineData("generate", "x", "--rows", "99999999999999999999")]
    [InlineData("generate", "x", "--seed", "-1")]
    [InlineData("run", "--port", "-1")]
    [InlineData("run", "--port", "65536")]
    [InlineData("run", "--port", "http")]
    [InlineData("validate", "x.csv")]
    [InlineData("validate", "--dataset", "ads")]
    [InlineData("validate", "--lake", "not-there.json")]
    [InlineData("validate", "x.csv", "--dataset", "nothing")]
    [InlineData("validate", "not-there.csv", "--dataset", "ads")]
    [InlineData("load", "not-there.csv", "--dataset", "ads")]
    [InlineData("sweep", "--lake", "not-there.json")]
    [InlineData("sweep", "--storage", "nonsense")]
    public async Task A_wrong_command_line_ends_with_2_and_says_why(params string[] arguments)
    {
        var (exitCode, _, errors) = await Cli.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(errors);
        Assert.DoesNotContain(errors, l => l.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("infer x.csv --rows 0", "--rows must be a whole number of 1 or more.")]
    [InlineData("infer x.csv --rows -1", "--rows must be a whole number of 1 or more.")]
    [InlineData("infer x.csv --rows many", "--rows must be a whole number of 1 or more.")]
    [InlineData("generate x --rows -1", "--rows must be a whole number from 0 to 2147483647.")]
    [InlineData("demo --rows 2147483648", "--rows must be a whole number from 0 to 2147483647.")]
    [InlineData("generate x --seed -1", "--seed must be a whole number of 0 or more.")]
    [InlineData("generate x --dirt NaN", "--dirt must be a number from 0 to 1.")]
    [InlineData("generate x --dirt 0,1", "--dirt must be a number from 0 to 1.")]
    [InlineData("run --port 65536", "--port must be a whole number from 0 to 65535.")]
    [InlineData("demo --port http", "--port must be a whole number from 0 to 65535.")]
    [InlineData("init --force", "There is no option --force here. If it is a name, write -- before it.")]
    [InlineData("reload --all=true", "There is no option --all=true here. If it is a name, write -- before it.")]
    [InlineData("upload a.csv -x --dataset ads", "There is no option -x here. If it is a name, write -- before it.")]
    public async Task A_number_out_of_its_bounds_or_an_option_that_is_not_there_ends_with_2_and_one_sentence(string arguments, string error)
    {
        var (exitCode, output, errors) = await Cli.RunAsync(arguments.Split(' '));

        Assert.Equal((2, error), (exitCode, Assert.Single(errors, e => e.Length > 0)));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_lake_definition_that_is_no_JSON_gets_no_dataset_and_is_left_as_it_is()
    {
        var lake = folder.Write("datapackage.json", "id");

        var (exitCode, _, errors) = await Cli.RunAsync("infer", folder.Write("a.csv", "id\n1\n"), "--add", "--lake", lake);

        Assert.Equal(2, exitCode);
        Assert.Contains(errors, e => e.Contains("The file is not JSON (line 1, byte 1)", StringComparison.Ordinal));
        Assert.Equal("id", await File.ReadAllTextAsync(lake, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_whose_name_the_lake_cannot_have_is_not_uploaded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There it is a path.");
        var file = folder.Write("a\\b.csv", "id\n1\n");

        var (exitCode, _, errors) = await Cli.RunAsync("load", file, "--dataset", "ads", "--home", folder.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("separated by '/'", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_lake_definition_ends_with_2_and_all_its_errors()
    {
        var lake = folder.Write("datapackage.json", """
            {
              "name": "lake",
              "resources": [
                { "name": "a", "path": "data/a/*.csv", "schema": { "fields": [ { "name": "x", "type": "nonsense" } ] } },
                { "name": "a", "path": "data/b/*.csv", "schema": { "fields": [ { "name": "x" } ], "primaryKey": "y" } }
              ]
            }
            """);
        var (exitCode, _, errors) = await Cli.RunAsync("sweep", "--lake", lake, "--home", folder.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains(errors, l => l.Contains("#/resources/0/schema/fields/0/type: ", StringComparison.Ordinal));
        Assert.Contains(errors, l => l.Contains("#/resources/1/name: ", StringComparison.Ordinal));
        Assert.Contains(errors, l => l.Contains("#/resources/1/schema/primaryKey", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.Of("azurite")));
    }

    [Fact]
    public async Task Validate_finds_what_generate_put_in()
    {
        await Cli.RunAsync("generate", folder.Path, "--rows", "3000", "--dirt", "0.05");
        var file = folder.Of("ads", "Ads.csv");
        var (exitCode, output, errors) = await Cli.RunAsync("validate", file, "--dataset", "ads");

        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(
            folder.Of("ads", "Ads.expected.json"), TestContext.Current.CancellationToken));
        var bad = expected.RootElement.GetProperty("bad").GetInt64();
        var faults = expected.RootElement.GetProperty("rules").EnumerateObject().Sum(r => r.Value.GetInt64());
        Assert.Equal(1, exitCode);
        Assert.True(bad > 0);
        Assert.Equal(faults, output.Count);
        Assert.All(output, l => Assert.Matches("^.+Ads\\.csv:[0-9]+: [a-z_]+: .+$", l));
        Assert.EndsWith($" {bad} were rejected.", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_without_a_file_says_that_the_lake_definition_and_its_reports_are_right()
    {
        var (exitCode, output, errors) = await Cli.RunAsync("validate");

        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        Assert.Matches(@"datapackage\.json: [0-9]+ datasets and [0-9]+ reports are valid\.$", Assert.Single(errors));
    }

    [Fact]
    public async Task Validate_knows_the_functions_that_requests_of_the_app_can_use()
    {
        var lake = folder.Write("datapackage.json", """
            { "name": "lake", "resources": [{ "name": "ads", "path": "data/ads/*.csv", "schema": { "fields": [{ "name": "id" }] } }] }
            """);
        const string Options = """{ "$filter": "substring(id,3000000000) eq ''" }""";
        folder.Write("reports.json", $$"""
            { "reports": [{ "name": "a", "title": "A", "question": "A?", "dataset": "ads", "options": {{Options}}, "chart": {} }] }
            """);

        var (exitCode, _, errors) = await Cli.RunAsync("validate", "--lake", lake);

        Assert.EndsWith(": 1 dataset and 1 report are valid.", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Validate_without_a_file_ends_with_2_and_all_errors_of_reports_that_do_not_fit_the_lake_definition()
    {
        var lake = folder.Write("datapackage.json", """
            { "name": "lake", "resources": [{ "name": "ads", "path": "data/ads/*.csv", "schema": { "fields": [{ "name": "id" }] } }] }
            """);
        const string Options = """{ "$filter": "colour eq 'red'" }""";
        folder.Write("reports.json", $$"""
            { "reports": [
              { "name": "a", "title": "A", "question": "A?", "dataset": "ad", "chart": {} },
              { "name": "b", "title": "B", "question": "B?", "dataset": "ads", "options": {{Options}}, "chart": {} } ] }
            """);

        var (exitCode, output, errors) = await Cli.RunAsync("validate", "--lake", lake);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(errors, l => l.Contains("reports.json", StringComparison.Ordinal)
            && l.Contains("/reports/0/dataset", StringComparison.Ordinal));
        Assert.Contains(
            errors, l => l.Contains("/reports/1/options", StringComparison.Ordinal) && l.Contains("colour", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_is_silent_about_a_clean_file()
    {
        await Cli.RunAsync("generate", folder.Path, "--rows", "100", "--dirt", "0");
        var (exitCode, output, _) = await Cli.RunAsync("validate", folder.Of("ads", "Ads.csv"), "--dataset", "ads");

        Assert.Equal(0, exitCode);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Validate_refuses_a_file_with_another_header()
    {
        var file = folder.Write("x.csv", "id,colour\n1,red\n");
        var (exitCode, output, _) = await Cli.RunAsync("validate", file, "--dataset", "ads");

        Assert.Equal(1, exitCode);
        Assert.Contains("owner_id", Assert.Single(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FILE is empty.", "validate", "", "--dataset", "ads")]
    [InlineData("FILE is empty.", "infer", "")]
    [InlineData("FILE is empty.", "load", "", "--dataset", "ads")]
    [InlineData("DIR is empty.", "generate", "")]
    [InlineData("--lake is empty.", "validate", "--lake", "")]
    [InlineData("--home is empty.", "sweep", "--home", "")]
    [InlineData("--warehouse is empty.", "sweep", "--warehouse", "")]
    public async Task An_empty_value_is_said_once_to_be_one_and_ends_with_2(string error, params string[] arguments)
    {
        var (exitCode, _, errors) = await Cli.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Equal([error], errors.Where(l => l.Length > 0));
    }

    [Fact]
    public async Task Nothing_is_uploaded_if_one_of_the_files_cannot_be()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes among the files.");
        var file = folder.Write("Good.csv", "id\n1\n");
        var pipe = folder.Of("Pipe.csv");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);

        var (exitCode, _, _) = await Cli.RunAsync("load", file, pipe, "--dataset", "ads", "--home", folder.Of("home"));

        Assert.Equal(2, exitCode);
        Assert.False(Directory.Exists(folder.Of("home")), "A storage was started.");
    }

    [Theory]
    [InlineData("validate", "--dataset", "times")]
    [InlineData("infer", "--name", "times")]
    public async Task A_pipe_is_a_file_for_the_verbs_that_only_read(string verb, params string[] others)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes among the files.");
        var pipe = folder.Of("Times.csv");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var lake = folder.Write("datapackage.json", """
            { "name": "lake", "resources": [{ "name": "times", "path": "data/times/*.csv",
              "schema": { "fields": [{ "name": "at", "type": "date" }] } }] }
            """);
        var writing = Task.Run(() => File.AppendAllText(pipe, "at\n2024-01-02\n2024-01-03\n"), TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await Cli.RunAsync([verb, pipe, .. others, "--lake", lake]);

        await writing;
        Assert.Equal(0, exitCode);
        Assert.Contains(errors, l => l.Contains("2 rows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("load", "--dataset", "ads")]
    [InlineData("sweep", "--lake")]
    public async Task A_pipe_is_told_to_be_one_and_ends_with_2(string verb, params string[] others)
    {
        // On Windows, pipes are not files.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes among the files.");
        var pipe = folder.Of("Ads.csv");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // A pipe opened for both has a writer, so that opening it to read does not wait.
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);

        var (exitCode, _, errors) = await Cli.RunAsync(
            [verb, .. verb == "load" ? [pipe, .. others] : (string[])[.. others, pipe], "--home", folder.Of("home")]);

        Assert.Equal([$"{pipe} is a pipe, which can be read only once. Write its output to a file, and name that file."], errors);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("2024-01-02T03:04:05.123456Z", 0)]
    [InlineData("2024-01-02T03:04:05.1234567Z", 1)]
    public async Task What_the_warehouse_cannot_hold_is_a_reject_of_validate_as_of_a_load(string time, int rejects)
    {
        var lake = folder.Write("datapackage.json", """
            { "name": "lake", "resources": [{ "name": "times", "path": "data/times/*.csv",
              "schema": { "fields": [{ "name": "at", "type": "datetime" }] } }] }
            """);
        var file = folder.Write("times.csv", $"at\n{time}\n");

        var validated = await Cli.RunAsync("validate", file, "--dataset", "times", "--lake", lake);
        var loaded = await Cli.RunAsync("load", file, "--dataset", "times", "--lake", lake, "--home", folder.Of("home"));
        var forAzureSql = await Cli.RunWithAsync(["Warehouse__Provider=SqlServer"], "validate", file, "--dataset", "times", "--lake", lake);

        Assert.Equal(rejects, validated.ExitCode);
        Assert.Equal(rejects, validated.Output.Count);
        var row = Assert.Single(loaded.Output, l => l.Contains("data/times/times.csv", StringComparison.Ordinal)
            && l.Contains("loaded", StringComparison.Ordinal));
        Assert.Equal(["loaded", $"{1 - rejects}", $"{rejects}"], row.Split([' ', '│', '|'], StringSplitOptions.RemoveEmptyEntries)[1..4]);
        Assert.Equal(0, forAzureSql.ExitCode);
    }
}
