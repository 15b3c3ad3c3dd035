using System.Diagnostics;
using System.Globalization;
using Sluice.Benchmarks.Comparing;
using Sluice.Local.Generate.Tables;

namespace Sluice.Benchmarks.Rows;

/// <summary>The most memory that the command <c>load</c> takes for a large file, beside a file of a hundredth of its size.</summary>
/// <param name="workspace">The workspace.</param>
internal sealed class PeakMemory(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "memory";

    private const int Share = 100;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private SampleFile? largeFile;
    private SampleFile? smallFile;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"peak memory of the command load, {Megabytes(largeFile)} MB";

    /// <inheritdoc/>
    public override string PeerName => $"the same, {Megabytes(smallFile)} MB";

    /// <inheritdoc/>
    public override string Unit => "MB";

    /// <inheritdoc/>
    public override int WarmUps => 0;

    /// <inheritdoc/>
    public override Limit Limit => new(1.2, Most: 300);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        largeFile = await workspace.GenerateAsync(workspace.Options.MemoryRows, cancellationToken);
        smallFile = await workspace.GenerateAsync(SmallRows, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) =>
        PeakAsync(workspace.Ads(workspace.Options.MemoryRows), cancellationToken);

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) =>
        PeakAsync(workspace.Ads(SmallRows), cancellationToken);

    private int SmallRows => Math.Max(1, workspace.Options.MemoryRows / Share);

    private static string Megabytes(SampleFile? file) => ((file?.Bytes ?? 0) / 1e6).ToString("N0", CultureInfo.InvariantCulture);

    // The peak of the process, in megabytes. The system knows it only while the process exists.
    private async Task<double> PeakAsync(string csv, CancellationToken cancellationToken)
    {
        var home = workspace.NewPath("home");
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), "load", csv, "--dataset", "ads", "--home", home])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var ended = process.WaitForExitAsync(cancellationToken);
            var peak = 0L;
            while (await Task.WhenAny(ended, Task.Delay(Often, cancellationToken)) != ended)
            {
                process.Refresh();
                peak = process.HasExited ? peak : Math.Max(peak, process.PeakWorkingSet64);
            }

            await ended;
            return process.ExitCode == 0
                ? peak / 1024.0 / 1024.0
                : throw new InvalidOperationException($"The load of {csv} ended with {process.ExitCode}: {await output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            if (Directory.Exists(home))
            {
                Directory.Delete(home, recursive: true);
            }
        }
    }
}
