using System.Diagnostics;
using System.Net.Sockets;

namespace Sluice.IntegrationTests.Local;

/// <summary>
/// The command line checks what a path leads to before it opens it. A path to the wrong kind of thing ends with 2 and one sentence.
/// </summary>
public sealed class PathTests : IDisposable
{
    private const string Pipe = "is a pipe, which can be read only once. Write its output to a file, and name that file.";

    private readonly TemporaryFolder folder = new();
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public void Dispose()
    {
        socket.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/dev/zero", "{0} is a device, and must be a file.")]
    [InlineData("socket", "{0} is a socket, and must be a file.")]
    [InlineData("folder", "{0} is a folder, and must be a file.")]
    [InlineData("link-to-nothing", "{0} is a symbolic link to nothing, which does not exist.")]
    [InlineData("link-to-itself", "{0} is a symbolic link that leads in a circle.")]
    [InlineData("none.csv", "{0} does not exist.")]
    [InlineData("file/none.csv", "{0} does not exist.")]
    [InlineData(
        "/proc/self/mem", "{0} cannot be read as a file (\"Input/output error\"). Look at the drive that it is on, or name another file.")]
    [InlineData("/proc/self/pagemap",
        "{0} cannot be read as a file (\"Invalid argument\"). Look at the drive that it is on, or name another file.")]
    public async Task What_is_no_file_is_refused_by_each_verb_that_reads_one(string name, string error)
    {
        var path = await MakeAsync(name);
        foreach (var arguments in (string[][])
        [
            ["infer", path], ["validate", path, "--dataset", "ads"], ["load", path, "--dataset", "ads", "--home", folder.Of("home")],
            // A lake definition that is not there is made.
            .. name.EndsWith("none.csv", StringComparison.Ordinal)
                ? (string[][])[]
                : [["infer", folder.Of("file"), "--add", "--lake", path]],
        ])
        {
            var (exitCode, _, errors) = await Cli.RunAsync(arguments);

            Assert.Equal(2, exitCode);
            Assert.Equal(string.Format(null, error, path), errors[^1]);
        }

        Assert.False(Directory.Exists(folder.Of("home")), "A storage was started.");
    }

    [Theory]
    [InlineData("pipe", "is a pipe, which can be read only once. Write its output to a file, and name that file.")]
    [InlineData("/dev/zero", "is a device, and must be a file.")]
    [InlineData(
        "/proc/self/mem", "cannot be read as a file (\"Input/output error\"). Look at the drive that it is on, or name another file.")]
    [InlineData("folder", "is a folder, and must be a file.")]
    [InlineData("link-to-nothing", "is a symbolic link to nothing, which does not exist.")]
    [InlineData("none.json", "does not exist. `sluice init` makes a lake definition; --lake names another one.")]
    [InlineData("link-to-itself", "is a symbolic link that leads in a circle.")]
    public async Task A_lake_definition_that_is_no_file_is_refused_with_one_sentence_by_each_verb(string name, string error)
    {
        var path = await MakeAsync(name);
        foreach (var arguments in (string[][])
        [
            ["validate"], ["validate", folder.Of("file"), "--dataset", "ads"], ["sweep", "--home", folder.Of("home")],
            ["run", "--home", folder.Of("home")], ["demo", "--home", folder.Of("home")],
            ["load", folder.Of("file"), "--dataset", "ads", "--home", folder.Of("home")],
        ])
        {
            var (exitCode, _, errors) = await Cli.RunAsync([.. arguments, "--lake", path]);

            Assert.Equal((2, $"{path} {error}"), (exitCode, Assert.Single(errors)));
        }

        Assert.False(Directory.Exists(folder.Of("home")), "A storage was started.");
    }

    [Theory]
    [InlineData("pipe", "is a pipe")]
    [InlineData("folder", "is a folder")]
    [InlineData("link-to-nothing", "is a symbolic link to nothing, which does not exist")]
    [InlineData("none.json", "does not exist")]
    [InlineData("link-to-itself", "is a symbolic link that leads in a circle")]
    [InlineData("link-to-memory", "cannot be read as a file (\"Input/output error\")")]
    public async Task A_schema_that_is_no_file_is_refused(string name, string error)
    {
        var path = await MakeAsync(name);
        var schema = folder.Write("lake.json", $$"""
            { "name": "lake", "resources": [{ "name": "a", "path": "data/a/*.csv", "schema": "{{Path.GetFileName(path)}}" }] }
            """);

        var (exitCode, _, errors) = await Cli.RunAsync("validate", "--lake", schema);

        Assert.Equal(2, exitCode);
        Assert.Contains(errors, e => e.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("file", "{0} is a file, and must be a folder.")]
    [InlineData("pipe", "{0} is a pipe, and must be a folder.")]
    [InlineData("/dev/null", "{0} is a device, and must be a folder.")]
    [InlineData("link-to-nothing", "{0} is a symbolic link to nothing, which does not exist.")]
    [InlineData("file/below", "{1} is a file, and must be a folder.")]
    public async Task What_is_no_folder_is_refused_by_each_verb_that_writes_to_one(string name, string error)
    {
        var path = await MakeAsync(name);
        var file = folder.Write("Ads.csv", "id\n1\n");
        foreach (var arguments in (string[][])
        [
            ["sweep", "--home", path], ["run", "--home", path], ["load", file, "--dataset", "ads", "--home", path],
            ["demo", "--exit", "--home", path],
            ["generate", path, "--rows", "1"], ["sweep", "--home", folder.Of("home"), "--warehouse", Path.Combine(path, "w.duckdb")],
        ])
        {
            var (exitCode, _, errors) = await Cli.RunAsync(arguments);

            Assert.Equal(2, exitCode);
            Assert.Equal([string.Format(null, error, path, folder.Of("file"))], errors);
        }

        Assert.False(Directory.Exists(folder.Of("home")), "A storage was started.");
    }

    [Theory]
    [InlineData("folder", "{0} is a folder, and must be a file.")]
    [InlineData("pipe", "{0} " + Pipe)]
    [InlineData("/dev/null", "{0} is a device, and must be a file.")]
    public async Task A_warehouse_that_is_no_file_is_refused(string name, string error)
    {
        var path = await MakeAsync(name);

        var (exitCode, _, errors) = await Cli.RunAsync("sweep", "--home", folder.Of("home"), "--warehouse", path);

        Assert.Equal((2, string.Format(null, error, path)), (exitCode, Assert.Single(errors)));
        Assert.False(Directory.Exists(folder.Of("home")), "A storage was started.");
    }

    /// <summary>The error comes before a storage starts, or else from DuckDB.</summary>
    [Theory]
    [InlineData("file", "The warehouse file {0} is not a DuckDB database. Name a DuckDB database, or a file that does not exist yet.")]
    [InlineData("nothing-in-it",
        "The warehouse file {0} is not a DuckDB database. Name a DuckDB database, or a file that does not exist yet.")]
    [InlineData("/sys/w.duckdb",
        "The warehouse file {0} cannot be opened for writing (Permission denied). Name a writable file in a writable folder.")]
    [InlineData("/sys/w/w.duckdb",
        "The folder of the warehouse file {0} cannot be created: Access to the path '/sys/w' is denied. Name a writable folder.")]
    public async Task A_warehouse_file_that_can_be_none_ends_with_2_and_one_sentence(string name, string error)
    {
        var path = await MakeAsync(name);

        var (exitCode, _, errors) = await Cli.RunAsync("sweep", "--home", folder.Of("home"), "--warehouse", path);

        Assert.Equal((2, string.Format(null, error, path)), (exitCode, Assert.Single(errors)));
        Assert.Equal(name.StartsWith('/'), Directory.Exists(folder.Of("home")));
    }

    /// <summary>Its length is 0: it would pass for an empty file.</summary>
    [Fact]
    public async Task A_file_that_the_system_makes_up_as_it_is_read_is_not_uploaded()
    {
        var path = await MakeAsync("made-up.csv");

        var (exitCode, _, errors) = await Cli.RunAsync("load", path, "--dataset", "ads", "--home", folder.Of("home"));

        Assert.Equal((2, $"{path} has bytes but no length, so it is not a file on a disk. Copy it to a file, and name that file."),
            (exitCode, Assert.Single(errors)));
    }

    [Fact]
    public async Task A_sample_file_is_not_written_into_a_pipe()
    {
        Directory.CreateDirectory(folder.Of("ads"));
        var pipe = await MakeAsync(Path.Combine("ads", "Ads.csv"));

        var (exitCode, _, errors) = await Cli.RunAsync("generate", folder.Path, "--rows", "1");

        Assert.Equal((2, $"{pipe} {Pipe}"), (exitCode, Assert.Single(errors)));
    }

    [Theory]
    [InlineData("infer", "{0}")]
    [InlineData("validate", "{0}", "--dataset", "ads")]
    [InlineData("load", "{0}", "--dataset", "ads")]
    [InlineData("generate", "{0}")]
    [InlineData("sweep", "--home", "{0}")]
    [InlineData("sweep", "--warehouse", "{0}")]
    public async Task A_path_that_is_too_long_is_told_to_be_and_is_cut(params string[] arguments)
    {
        var path = "/" + new string('a', 5_000);

        var (exitCode, _, errors) = await Cli.RunAsync([.. arguments.Select(a => string.Format(null, a, path))]);

        Assert.Equal((2, $"\"/{new string('a', 59)}…\" is longer than a path can be."), (exitCode, Assert.Single(errors)));
    }

    [Fact]
    public async Task A_name_with_a_line_break_stays_in_its_line()
    {
        var (exitCode, _, errors) = await Cli.RunAsync("infer", "/tmp/none\nhere.csv");

        Assert.Equal((2, "\"/tmp/none\\nhere.csv\" does not exist."), (exitCode, Assert.Single(errors)));
    }

    private async Task<string> MakeAsync(string name)
    {
        // On Windows, pipes and devices are not files. Elsewhere, the kind of a file is known only on Linux.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells of each.");
        folder.Write("file", "id\n1\n");
        var path = name.StartsWith('/') ? name : folder.Of(name);
        switch (name)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "link-to-nothing":
                File.CreateSymbolicLink(path, "nothing");
                break;
            case "link-to-itself":
                File.CreateSymbolicLink(path, "link-to-itself");
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "nothing-in-it":
                folder.Write(name, "");
                break;
            case "link-to-memory":
                File.CreateSymbolicLink(path, "/proc/self/mem");
                break;
            case "made-up.csv":
                File.CreateSymbolicLink(path, "/proc/self/status");
                break;
            case "link-to-pipe":
                File.CreateSymbolicLink(path, await MakePipeAsync(folder.Of("pipe")));
                break;
            case "pipe" or "ads/Ads.csv":
                await MakePipeAsync(path);
                break;
        }

        return path;
    }

    private static async Task<string> MakePipeAsync(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        return path;
    }
}
