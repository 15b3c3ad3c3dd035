using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// Writes the rejects file of a load that committed rejects and was then interrupted. The file gets exactly the rejects in the ledger. The
/// next load reads the rest again and writes them to its own file.
/// </summary>
internal sealed class RejectsRecovery(ILakeStorage storage, ILedger ledger)
{
    private const int Page = 10_000;

    /// <summary>Writes the rejects file of the last load of a file, if it is missing.</summary>
    public async Task RecoverAsync(Dataset dataset, FileRecord file, CancellationToken cancellationToken)
    {
        if (file is not { Checkpoint: { Complete: false } checkpoint, Rejected: > 0 })
        {
            return;
        }

        var loads = await ledger.ReadLoadsAsync(new LedgerQuery { Load = file.LastLoad, Top = 1 }, cancellationToken);
        if (loads is not [{ RejectsFile: null, Rejected: > 0 } load])
        {
            return;
        }

        if (await WriteAsync(dataset, file.Path, checkpoint, load.Id, cancellationToken) is { } path)
        {
            await ledger.RecordRejectsFileAsync(load.Id, path, cancellationToken);
        }
    }

    /// <summary>
    /// Writes the rejects file of a load again with the rejects that are still in the ledger. If there are none, or the header of the file
    /// is not known, it deletes the rejects file.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="file">The file that was loaded; <see langword="null"/> if the ledger does not have it.</param>
    /// <param name="load">The id of the load.</param>
    /// <param name="rejectsFile">The path of the rejects file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task WriteAgainAsync(
        Dataset dataset, FileRecord? file, long load, string rejectsFile, CancellationToken cancellationToken)
    {
        if (file?.Checkpoint is not { } checkpoint || await WriteAsync(dataset, file.Path, checkpoint, load, cancellationToken) is null)
        {
            await storage.DeleteAsync(rejectsFile, cancellationToken);
        }
    }

    private async Task<string?> WriteAsync(
        Dataset dataset, string file, Checkpoint checkpoint, long load, CancellationToken cancellationToken)
    {
        var rejects = new RejectsFile(
            storage, RejectsFile.PathOf(dataset, file, load), checkpoint.Header, ReadDialect.Of(checkpoint, dataset), dataset);
        IReadOnlyList<StoredReject> page;
        var read = 0;
        do
        {
            page = await ledger.ReadRejectsAsync(new LedgerQuery { Load = load, Skip = read, Top = Page }, cancellationToken);
            var rows = page.GroupBy(r => r.Row).ToList();

            // The last row of a full page may have more errors on the next page, so it is left for that.
            var whole = page.Count == Page && rows.Count > 1 ? rows[..^1] : rows;
            read += whole.Sum(r => r.Count());
            await rejects.WriteAsync([.. whole.Select(OfRow)], cancellationToken);
        }
        while (page.Count == Page);

        return await rejects.CompleteAsync();
    }

    private static Reject OfRow(IGrouping<long, StoredReject> errors)
    {
        var first = errors.First();
        return new Reject(
            first.Row, first.Line, first.ByteOffset, [.. errors.Select(e => new RejectError(e.Field, e.Rule, e.Message))], first.RawText)
        {
            RawBytes = Encoding.UTF8.GetBytes(first.RawText),
        };
    }
}
