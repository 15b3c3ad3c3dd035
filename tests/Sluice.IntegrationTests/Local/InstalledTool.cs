using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Sluice.IntegrationTests.Functions;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Local;

/// <summary>
/// The command line as a .NET tool: packed from the build of these tests, and installed in a folder outside the clone.
/// </summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        var build = new DirectoryInfo(Path.GetDirectoryName(Cli.Program())!).Parent!.Name;
        await RunDotnetAsync(
            "pack", RepositoryRoot.Of("src", "Sluice.Local"), "--no-build", "-c", build, "-o", folder.Of("packages"), "-nologo", "-v:q",
            $"-p:PublishDir={folder.Of("publish")}/", $"-p:MinVerVersionOverride={SluiceVersion.Text}");
        var sources = folder.Write("nuget.config", $"""
            <configuration><packageSources><clear /><add key="local" value="{folder.Of("packages")}" /></packageSources></configuration>
            """);
        await RunDotnetAsync(
            "tool", "install", "sluice", "--version", SluiceVersion.Text, "--tool-path", folder.Of("tools"), "--configfile", sources);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads the package's description.</summary>
    public XDocument ReadPackage()
    {
        using var package = OpenPackage();
        using var description = package.GetEntry("sluice.nuspec")!.Open();
        return XDocument.Load(description);
    }

    /// <summary>Lists the files of the package by their names in the tool's folder.</summary>
    public IReadOnlyList<string> ListFiles()
    {
        const string Tool = "tools/net10.0/any/";
        using var package = OpenPackage();
        return [.. package.Entries.Select(e => e.FullName)
            .Where(n => n.StartsWith(Tool, StringComparison.Ordinal)).Select(n => n[Tool.Length..])];
    }

    /// <summary>Runs it until it ends.</summary>
    /// <param name="workingFolder">The folder that it starts in.</param>
    /// <param name="settings">Environment variables, in addition to those of this process.</param>
    /// <param name="arguments">Its arguments.</param>
    internal async Task<(int ExitCode, string Output, string[] Errors)> RunAsync(
        string workingFolder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(folder.Of("tools", OperatingSystem.IsWindows() ? "sluice.exe" : "sluice"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };

        // The folder of .NET: not all tests have it on the PATH.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, [.. (await errors).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)]);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ZipArchive OpenPackage() => ZipFile.OpenRead(folder.Of("packages", $"sluice.{SluiceVersion.Text}.nupkg"));

    private static async Task RunDotnetAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" }, arguments);
        Assert.True(exitCode == 0, output + errors);
    }
}
