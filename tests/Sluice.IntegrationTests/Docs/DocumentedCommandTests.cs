using System.Diagnostics;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Docs;

/// <summary>Runs the commands of the documents: all blocks marked <c>sh run</c> of a document, in order, in one folder.</summary>
public sealed class DocumentedCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Documents => [.. Fence.Documents.Where(d => Fence.Of(d).Any(f => f.Info == "sh run"))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_commands_of_a_document_run(string document)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are those of a POSIX shell.");
        Directory.CreateSymbolicLink(folder.Of("lake"), RepositoryRoot.Of("lake"));
        var commands = Fence.Of(document).Where(f => f.Info == "sh run").SelectMany(f => f.Commands).ToList();

        // The build of the tests has built the program.
        var script = $$"""
            set -eu
            dotnet() {
              [ "$1 $2 $3 $4" = "run --project src/Sluice.Local --" ] || { echo "not a command that can run here: dotnet $*" >&2; exit 1; }
              shift 4
              command dotnet '{{Cli.Program()}}' "$@"
            }
            {{string.Join('\n', commands)}}
            """;
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        if (commands.Exists(c => c.Contains("--verbose", StringComparison.Ordinal)))
        {
            Assert.Matches(
                @"(?m)^trace [0-9a-f]{32}: load users, [0-9.]+ s \(.*load\.state=loaded.*\)\n( +(plan|read|validate|write|commit) .*\n){5}",
                await errors);
        }
    }
}
