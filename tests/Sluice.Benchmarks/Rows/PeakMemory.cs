using System.Diagnostics;
using System.Globalization;
using Sluice.Benchmarks.Commands;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Local.Generate;

namespace Sluice.Benchmarks.Rows;

/// <summary>The most memory that a process takes to load a large file, beside one that loads a hundredth of it.</summary>
/// <param name="workspace">The workspace.</param>
internal sealed class PeakMemory(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "memory";

    private const int Share = 100;

    private readonly string large = workspace.NewPath("lake");
    private readonly string small = workspace.NewPath("lake");
    private SampleFile? largeFile;
    private SampleFile? smallFile;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"peak memory of a process that merges {Megabytes(largeFile)} MB";

    /// <inheritdoc/>
    public override string PeerName => $"the same, {Megabytes(smallFile)} MB";

    /// <inheritdoc/>
    public override string Unit => "MB";

    /// <inheritdoc/>
    public override bool WarmsUp => false;

    /// <inheritdoc/>
    public override Mark Mark => new(1.2, Most: 300);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        largeFile = await MakeAsync(large, workspace.Options.MemoryRows, cancellationToken);
        smallFile = await MakeAsync(small, Math.Max(1, workspace.Options.MemoryRows / Share), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) => PeakAsync(large, cancellationToken);

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => PeakAsync(small, cancellationToken);

    private static string Megabytes(SampleFile? file) => ((file?.Bytes ?? 0) / 1e6).ToString("N0", CultureInfo.InvariantCulture);

    private async Task<SampleFile> MakeAsync(string folder, int rows, CancellationToken cancellationToken)
    {
        var file = await workspace.GenerateAsync(rows, cancellationToken);
        await new FolderLake(folder).PutAsync(AdsLake.File, workspace.Ads(rows), cancellationToken);
        return file;
    }

    private async Task<double> PeakAsync(string folder, CancellationToken cancellationToken)
    {
        var warehouse = workspace.NewPath("peak.duckdb");
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [PeakCommand.Verb, folder, warehouse]) { RedirectStandardOutput = true })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? long.Parse(output, CultureInfo.InvariantCulture) / 1024.0
                : throw new InvalidOperationException($"The process that loads {folder} ended with {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            File.Delete(warehouse);
        }
    }
}
