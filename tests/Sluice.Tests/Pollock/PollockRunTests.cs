using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>The files of the Pollock benchmark as Sluice loads them.</summary>
public sealed class PollockRunTests : IDisposable
{
    private readonly PollockFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_dialect_of_the_parameters_becomes_that_of_a_lake_definition()
    {
        folder.Add("file_preamble.csv", "", "", delimiter: ";", quote: "'", escape: "\\", header: 2, preamble: 2);
        Assert.Equal(
            """
            {"name":"pollock","resources":[{"name":"pollock","path":"pollock/*.csv","schema":{"fields":[
            {"name":"id","type":"string"},{"name":"name","type":"string"}]},
            "sluice:header":"auto","sluice:footer":".?id.+name\\b.*","encoding":"ascii",
            "dialect":{"delimiter":";","quoteChar":"'","escapeChar":"\\","headerRows":[3,4]}}]}
            """.ReplaceLineEndings(""),
            Describe(givesDialect: true));
    }

    [Fact]
    public void What_the_parameters_leave_empty_is_left_to_the_defaults()
    {
        folder.Add("file_no_payload.csv", "", "", delimiter: "", quote: "", escape: "", header: 0);
        Assert.EndsWith(
            "\"fields\":[{\"name\":\"col_0\",\"type\":\"string\"},{\"name\":\"col_1\",\"type\":\"string\"}]},"
            + "\"sluice:header\":\"auto\",\"encoding\":\"ascii\",\"dialect\":{\"header\":false}}]}",
            Describe(givesDialect: true), StringComparison.Ordinal);
    }

    [Fact]
    public void With_only_the_names_given_the_definition_has_no_dialect()
    {
        folder.Add("source.csv", "", "");
        Assert.EndsWith(
            "{\"name\":\"name\",\"type\":\"string\"}]},\"sluice:header\":\"auto\",\"sluice:footer\":\".?id.+name\\\\b.*\"}]}",
            Describe(givesDialect: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_loaded_as_the_product_reads_them()
    {
        folder.Add("source.csv", "id,name\r\n1,\"a\"\"b\"\r\n2,b,c\r\n3,\r\n", "id,name\n1,\"a\"\"b\"\n2,b\n3,\n");
        var loaded = await LoadAsync(givesDialect: true);
        Assert.Equal(["1: 1|a\"b", "3: 3|"], loaded.Rows.Select(r => $"{r.Number}: {string.Join('|', r.Cells)}"));
    }

    [Fact]
    public async Task A_file_with_a_preamble_and_its_own_dialect_has_ten_points()
    {
        folder.Add(
            "file_preamble.csv", "PREAMBLE;\n;\nid;name\n1;'a;b'\n", "id,name\n1,a;b\n", delimiter: ";", quote: "'", escape: "'",
            preamble: 2);
        var outcome = FileOutcome.Of(folder.Files().Single(), await LoadAsync(givesDialect: true));
        Assert.Equal((10, 0, 0), (outcome.Score.Total, outcome.Lost.Count, outcome.Wrong.Count));
    }

    [Fact]
    public async Task A_refused_file_says_why()
    {
        folder.Add("source.csv", "one\r\n1\r\n", "id,name\n1,a\n");
        var loaded = await LoadAsync(givesDialect: true);
        Assert.Contains("no field of the schema", loaded.Refusal, StringComparison.Ordinal);
        Assert.Equal($"Application Error\n{loaded.Refusal}\n", await WrittenAsync(loaded));
    }

    [Fact]
    public async Task A_loaded_file_is_written_with_the_names_of_its_fields()
    {
        folder.Add("file_no_header.csv", "1,\"a\"\"b\"\r\n", "1,\"a\"\"b\"\n", header: 0);
        Assert.Equal("\"col_0\",\"col_1\"\n\"1\",\"a\"\"b\"\n", await WrittenAsync(await LoadAsync(givesDialect: true)));
    }

    [Fact]
    public void A_run_has_the_mean_score_of_its_files_and_one_by_their_weights()
    {
        var run = new RunOutcome(
            JudgedRun.All[0],
            [Outcome("file_double_trailing_newline.csv", points: 10), Outcome("file_no_payload.csv", points: 0, lost: 3)]);
        Assert.Equal((5, 2.5, 3), (run.Simple, run.Weighted, run.Lost));
        Assert.Equal([false, false, false, true], run.Judges.Select(j => j.IsReached));
    }

    [Fact]
    public void A_score_just_below_its_limit_does_not_look_reached()
    {
        var judge = new Judge("simple score", 9.9619, 9.962, IsLeast: true, "");
        Assert.Equal((false, "9.961", "≥ 9.962"), (judge.IsReached, judge.ValueText, judge.LimitText));
        Assert.True((judge with { Value = 9.962 }).IsReached);
    }

    private static FileOutcome Outcome(string name, int points, int lost = 0) =>
        new(
            name, Pollution.Of(name),
            points == 0 ? default : new FileScore(1, Measure.Full, Measure.Full, Measure.Full), null, new int[lost], []);

    private string Describe(bool givesDialect) =>
        FileDefinition.Describe(folder.Files().Single().Parameters, givesDialect).ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private async Task<LoadedFile> LoadAsync(bool givesDialect)
    {
        var file = folder.Files().Single();
        using var definition = new FileDefinition();
        return await FileLoading.LoadAsync(
            file.Path, definition.Read(file.Parameters, givesDialect), TestContext.Current.CancellationToken);
    }

    private async Task<string> WrittenAsync(LoadedFile loaded)
    {
        var path = Path.Combine(folder.Path, "written.csv");
        await loaded.WriteAsync(path, TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }
}
