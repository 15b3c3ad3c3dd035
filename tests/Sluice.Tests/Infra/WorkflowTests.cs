using System.Diagnostics;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sluice.Tests.Infra;

public sealed partial class WorkflowTests
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(RepositoryRoot.Of(".github", "workflows"), "*.yml").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Actionlint_finds_nothing_wrong()
    {
        var start = new ProcessStartInfo("node", [RepositoryRoot.Of("node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js"), ".github/workflows/*.yml"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"Checking {Files.Length} workflow file(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_runs_a_command_that_the_documents_have()
    {
        var told = Fence.OfCommands.SelectMany(f => f.Commands).ToHashSet();
        Assert.Empty(Steps("run").SelectMany(s => s.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Except(told));
    }

    [Fact]
    public void Every_action_is_one_version_that_does_not_move() => Assert.All(Steps("uses"), s => Assert.Matches(@"^[\w-]+/[\w-]+@v\d+\.\d+\.\d+$", s));

    [Fact]
    public void No_workflow_has_a_secret_or_more_rights_than_it_needs()
    {
        foreach (var file in Files)
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
            var permissions = ((YamlMappingNode)Read(file)["permissions"]).Children.ToDictionary(p => p.Key.ToString(), p => p.Value.ToString());
            Assert.Equal("read", permissions["contents"]);
            Assert.Empty(permissions.Keys.Except(["contents", "id-token"]));
        }
    }

    [Fact]
    public void What_the_parameters_read_the_deployment_gives()
    {
        var read = Variable().Matches(File.ReadAllText(RepositoryRoot.Of("infra", "main.bicepparam"))).Select(m => m.Value).ToHashSet();
        var given = ((YamlMappingNode)Read(RepositoryRoot.Of(".github", "workflows", "deploy.yml"))["jobs"]["deploy"]["env"]).Children.Keys.Select(k => k.ToString());

        // Who uploads is a person's choice: the pipeline does not.
        Assert.Equal(["AZURE_PRINCIPAL_ID"], read.Except(given));
        var operations = File.ReadAllText(RepositoryRoot.Of("docs", "operations.md"));
        Assert.All(read, v => Assert.Contains($"`{v}`", operations, StringComparison.Ordinal));
    }

    [Fact]
    public void Dependencies_of_all_kinds_are_kept_up()
    {
        var updates = (YamlSequenceNode)Read(RepositoryRoot.Of(".github", "dependabot.yml"))["updates"];
        Assert.Equal(["github-actions", "npm", "nuget"], updates.Select(u => u["package-ecosystem"].ToString()).Order());
    }

    private static IEnumerable<string> Steps(string key) => Files.Select(Read)
        .SelectMany(w => ((YamlMappingNode)w["jobs"]).Children.Values)
        .SelectMany(j => (YamlSequenceNode)j["steps"])
        .Select(s => ((YamlMappingNode)s).Children.TryGetValue(key, out var value) ? value.ToString() : null)
        .OfType<string>();

    private static YamlNode Read(string file)
    {
        using var reader = File.OpenText(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    [GeneratedRegex("(?<=readEnvironmentVariable\\(')[A-Z_]+")]
    private static partial Regex Variable();
}
