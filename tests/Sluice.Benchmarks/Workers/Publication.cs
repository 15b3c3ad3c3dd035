using System.Diagnostics;

namespace Sluice.Benchmarks.Workers;

/// <summary>Publishes a project as for a deployment.</summary>
internal static class Publication
{
    /// <summary>Runs <c>dotnet publish</c>.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="folder">The folder to publish to.</param>
    /// <param name="cancellationToken">Ends the publishing.</param>
    /// <exception cref="InvalidOperationException">The project could not be published.</exception>
    public static async Task PublishAsync(string project, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["publish", project, "--output", folder, "--nologo", "--verbosity", "quiet"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{project} could not be published: {await output}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
