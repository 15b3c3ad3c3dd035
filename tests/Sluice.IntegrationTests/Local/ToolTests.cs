using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Local;

/// <summary>The installed tool, started in a folder without a clone or anything else.</summary>
public sealed class ToolTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_has_the_version_of_its_package()
    {
        var (exitCode, output, _) = await tool.RunAsync(folder.Path, Settings(), "--version");

        Assert.Equal((0, SluiceVersion.Text), (exitCode, output.Trim().Split('+')[0]));
    }

    [Fact]
    public void Its_package_says_what_it_is()
    {
        var package = tool.ReadPackage();

        string Of(string name) => package.Descendants().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal(("sluice", SluiceVersion.Text, "MIT", "README.md"), (Of("id"), Of("version"), Of("license"), Of("readme")));
        Assert.StartsWith("Loads CSV files from a data lake into SQL", Of("description"), StringComparison.Ordinal);
        Assert.Contains("csv", Of("tags").Split(' '));
        Assert.Contains(package.Descendants(), e => e.Name.LocalName == "repository" && (string?)e.Attribute("type") == "git");
    }

    [Fact]
    public void Its_package_has_the_sample_lake_and_the_embedded_warehouse_of_each_system()
    {
        var files = tool.ListFiles();

        Assert.Superset(
            new HashSet<string> { "sluice.dll", "lake/datapackage.json", "lake/reports.json", "lake/schemas/ads.json" }, files.ToHashSet());
        Assert.All(
            ["linux-arm64", "linux-x64", "osx", "win-arm64", "win-x64"],
            s => Assert.Contains(files, f => f.StartsWith($"runtimes/{s}/native/", StringComparison.Ordinal)
                && Path.GetFileNameWithoutExtension(f).EndsWith("duckdb", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_validates_a_file()
    {
        var file = folder.Write("ads.csv", "id\n1\nx\n");

        var (exitCode, output, errors) = await tool.RunAsync(
            folder.Path, Settings(), "validate", file, "--dataset", "ads", "--lake", WriteLake());

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{file}:3: id: ", output, StringComparison.Ordinal);
        Assert.EndsWith(" 1 rows passed, 1 were rejected.", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_runs_with_the_Azurite_that_is_on_the_path()
    {
        var packages = RepositoryRoot.Of("node_modules", ".bin");
        Assert.True(Directory.Exists(packages));

        var (exitCode, output, errors) = await tool.RunAsync(
            folder.Path, Settings(packages, Existing), "demo", "--exit", "--rows", "500", "--port", "0", "--home", folder.Of("home"));

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.Contains("Every good row is in its table, and every bad row is a reject.", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Of("user")), "Something was installed.");
    }

    // Tests use no network, so npm itself is not tested.
    [Fact]
    public async Task Azurite_that_is_nowhere_is_installed_once_for_the_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The npm of the test is a script of a POSIX shell.");
        var settings = Settings(FakeNpm($"""
            echo "$@" >> '{folder.Of("npm.log")}'
            /bin/ln -s '{RepositoryRoot.Of("node_modules")}' node_modules
            """));

        var first = await SweepAsync(settings);
        var second = await SweepAsync(settings);

        Assert.StartsWith("Installing Azurite ", Assert.Single(first.Errors), StringComparison.Ordinal);
        Assert.Empty(second.Errors);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Matches(@"^install .* azurite@\d+\.\d+\.\d+\n$", File.ReadAllText(folder.Of("npm.log")));
        Assert.Matches(@"/user/sluice/azurite-\d+\.\d+\.\d+$", Assert.Single(Directory.GetDirectories(folder.Of("user", "sluice"))));
    }

    [Fact]
    public async Task An_installation_that_fails_ends_with_3_says_why_and_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The npm of the test is a script of a POSIX shell.");
        var settings = Settings(FakeNpm("echo 'npm error network request failed' >&2\nexit 7"));

        var (exitCode, _, errors) = await SweepAsync(settings);

        Assert.Equal(3, exitCode);
        Assert.Matches(@"^npm could not install Azurite \S+ and ended with code 7: npm error network request failed ", errors[^1]);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Of("user", "sluice")));
    }

    [Fact]
    public async Task Without_Node_it_ends_with_3_and_says_what_to_install()
    {
        var (exitCode, _, errors) = await SweepAsync(Settings(folder.Of("nothing")));

        Assert.Equal(3, exitCode);
        Assert.Contains("Install Node.js 20.19 or later", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static string Existing => Environment.GetEnvironmentVariable("PATH")!;

    private Task<(int ExitCode, string Output, string[] Errors)> SweepAsync(Dictionary<string, string> settings) =>
        tool.RunAsync(folder.Path, settings, "sweep", "--lake", WriteLake(), "--home", folder.Of("home"));

    private string WriteLake() => folder.Write("datapackage.json", """
        { "name": "lake", "resources": [{ "name": "ads", "path": "data/ads/*.csv",
          "schema": { "fields": [{ "name": "id", "type": "integer" }] } }] }
        """);

    // The folders of the programs, and a folder for the user's files.
    private Dictionary<string, string> Settings(params string[] folders) => new()
    {
        ["PATH"] = string.Join(Path.PathSeparator, folders),
        ["XDG_DATA_HOME"] = folder.Of("user"),
    };

    private string FakeNpm(string script)
    {
        Directory.CreateDirectory(folder.Of("bin"));
        var npm = folder.Write("bin/npm", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var node = Existing.Split(':').Select(f => Path.Combine(f, "node")).First(File.Exists);
        File.CreateSymbolicLink(folder.Of("bin", "node"), node);
        return folder.Of("bin");
    }
}
