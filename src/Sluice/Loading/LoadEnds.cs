using System.Collections.Concurrent;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// Records how loads of this process ended. If the warehouse is unavailable, the end is kept and recorded later, because no other process
/// knows why the load ended. Safe for concurrent use.
/// </summary>
internal sealed class LoadEnds(ILedger ledger)
{
    private readonly ConcurrentDictionary<long, (Load Load, FileVersion Version)> kept = new();

    /// <summary>Records how a load ended. If that fails, keeps the end and throws.</summary>
    public async Task RecordAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        kept[load.Id] = (load, version);
        await RecordKeptAsync(load.Id, cancellationToken);
    }

    /// <summary>Records the kept ends.</summary>
    /// <param name="file">Only those of this file; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task RecordKeptAsync(string? file, CancellationToken cancellationToken)
    {
        foreach (var (number, (load, _)) in kept)
        {
            if (file is null || load.File == file)
            {
                await RecordKeptAsync(number, cancellationToken);
            }
        }
    }

    private async Task RecordKeptAsync(long number, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue(number, out var end))
        {
            await ledger.EndLoadAsync(end.Load, end.Version, cancellationToken);
            kept.TryRemove(number, out _);
        }
    }
}
