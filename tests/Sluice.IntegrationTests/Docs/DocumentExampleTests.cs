namespace Sluice.IntegrationTests.Docs;

/// <summary>Every example of README.md and docs/ runs, or is known not to run here.</summary>
public sealed class DocumentExampleTests(ExampleFolder prepared) : IClassFixture<ExampleFolder>
{
    private const string CommandLine = "docs/command-line.md";
    private const string Http = "docs/http.md";

    // The first steps begin with files only.
    private static readonly string[] FirstSteps = ["README.md", "docs/folder.md"];

    private static IEnumerable<string> Questions =>
        PageTable.Of(Http).Single(t => t.Heading == "Query options").Rows.Where(r => r[1].Length > 0)
            .Select(r => $"{r[0].Trim('`')}={Uri.EscapeDataString(r[1].Trim('`'))}");

    [Fact]
    public void Every_example_runs_or_has_a_reason_why_it_does_not()
    {
        Assert.Empty(Examples.OfUnknownKind());
        Assert.Empty(Examples.Unknown());
        Assert.Empty(Examples.Unused());
    }

    [Fact]
    public async Task The_first_steps_run_in_a_folder_with_a_CSV()
    {
        RequireShell();
        await using var shell = new ExampleShell();
        await File.WriteAllTextAsync(
            Path.Combine(shell.Work, "prices.csv"), "day,item,price\n2026-01-30,tea,2.50\n2026-01-31,tea,2.75\n",
            TestContext.Current.CancellationToken);

        var examples = FirstSteps.SelectMany(Examples.Of).SelectMany(b => b).ToList();
        Assert.Contains(examples, e => e.StartsWith("GET ", StringComparison.Ordinal));
        foreach (var example in examples)
        {
            await shell.RunAsync(example);
        }
    }

    [Fact]
    public async Task The_requests_run_one_after_the_other_on_a_lake()
    {
        RequireShell();
        await using var shell = new ExampleShell();
        prepared.CopyTo(shell.Work);
        var documents = Examples.Documents.Except([.. FirstSteps, CommandLine]).ToList();

        // Erasing comes last: the others expect that the rows are there.
        foreach (var example in documents.SelectMany(Examples.Of).SelectMany(b => b)
            .OrderBy(e => e.Contains("erasures", StringComparison.Ordinal)))
        {
            await shell.RunAsync(example);
        }

        foreach (var question in Questions)
        {
            await shell.RequestAsync("GET", $"/api/data/ads?{question}");
        }
    }

    [Fact]
    public async Task The_commands_of_a_verb_run_on_a_lake()
    {
        RequireShell();
        await Parallel.ForEachAsync(
            Examples.Of(CommandLine),
            new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken },
            async (block, _) =>
            {
                await using var shell = new ExampleShell();
                prepared.CopyTo(shell.Work);
                foreach (var example in block)
                {
                    await shell.RunAsync(example);
                }
            });
    }

    private static void RequireShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The examples are those of a POSIX shell.");
}
