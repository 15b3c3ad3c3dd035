using Sluice.IntegrationTests.Functions;

namespace Sluice.IntegrationTests.Local;

/// <summary>The version that a build has if git does not give one.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_git_a_clone_is_built_as_an_alpha_of_the_first_version()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell of the build is a POSIX shell.");
        File.CreateSymbolicLink(folder.Of("sh"), "/bin/sh");

        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["PATH"] = folder.Path },
            "msbuild", RepositoryRoot.Of("src", "Sluice"), "-t:MinVer", "-getProperty:Version", "-nologo");

        Assert.Equal((0, "0.1.0-alpha.0", ""), (exitCode, output.Trim(), errors));
    }
}
