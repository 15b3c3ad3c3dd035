using System.Globalization;
using System.Text;
using Sluice.Erasure;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Rows;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>
/// Searches files of the lake for erased keys. Sluice does not change the files of a lake, so what it finds is recorded for those who do.
/// What it made of a file, its rejects and rejects files, is erased.
/// </summary>
internal sealed class LakeSearch(ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, RejectsRecovery rejects)
{
    private const int MostVersions = 5;

    /// <summary>What a search of one file has read.</summary>
    /// <param name="Bytes">The bytes of the file.</param>
    /// <param name="IsReadable">Whether all of it could be read.</param>
    public readonly record struct Outcome(long Bytes, bool IsReadable);

    /// <summary>Searches a file, and erases its rejects. The caller holds its lock.</summary>
    /// <param name="operation">The id of the erasure.</param>
    /// <param name="dataset">The dataset of the file.</param>
    /// <param name="path">The file's path, container first. It may be gone from the lake.</param>
    /// <param name="keys">The erased keys.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<Outcome> SearchAsync(
        long operation, Dataset dataset, string path, ErasedKeys keys, CancellationToken cancellationToken)
    {
        if (keys.For(dataset, options.Read.HashKey) is not { } erased)
        {
            return new Outcome(0, IsReadable: true);
        }

        var (version, found, isReadable) = await FindAsync(dataset, path, erased, cancellationToken);
        IEnumerable<(long Row, long Line)> recorded = isReadable ? found : [.. found, (0, 0)];
        await warehouse.RecordRemainsAsync(
            operation, path, [.. recorded.Select(f => new Remain(operation, dataset.Name, path, f.Row, f.Line))], cancellationToken);
        await EraseRejectsAsync(
            operation, dataset, path, version, isReadable, found.Select(f => f.Row).ToHashSet(), erased, cancellationToken);
        return new Outcome(version?.Length ?? 0, isReadable);
    }

    private async Task<(FileVersion? Version, IReadOnlyList<(long Row, long Line)> Found, bool IsReadable)> FindAsync(
        Dataset dataset, string path, ErasedRows erased, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            if (await storage.FindAsync(path, cancellationToken) is not { } version)
            {
                return (null, [], IsReadable: true);
            }

            if (version.Access != BlobAccess.Readable)
            {
                return (version, [], IsReadable: version.Access == BlobAccess.CopyFailed);
            }

            List<(long, long)> found = [];
            try
            {
                await using var reader = await OpenAsync(
                    dataset, version, FileOrigin.Of(dataset, path, version.LastModified), erased, cancellationToken);
                reader.OnErased = (row, line) => found.Add((row, line));
                await ReadAllAsync(reader, ColumnBatch.ForReading(dataset.Schema), cancellationToken);
                return (version, found, IsReadable: true);
            }
            catch (FileRefusedException)
            {
                return (version, found, IsReadable: false);
            }
            catch (LakeFileChangedException) when (tries < MostVersions)
            {
            }
        }
    }

    private Task<DatasetReader> OpenAsync(
        Dataset dataset, FileVersion file, FileOrigin origin, ErasedRows erased, CancellationToken cancellationToken) =>
        DatasetReader.StartAsync(
            WithoutKeys(dataset), warehouse.Limits, options.Read, (offset, token) => storage.OpenReadAsync(file, offset, token),
            hashing: false, cancellationToken, file.Path, erased, origin, file.Length);

    private async Task EraseRejectsAsync(
        long operation, Dataset dataset, string path, FileVersion? version, bool isReadable, HashSet<long> found, ErasedRows erased,
        CancellationToken cancellationToken)
    {
        // Asterisks hide sensitive values, and the path may have changed since, so nobody can find such a key in rejects.
        var origin = FileOrigin.Of(dataset, path, version?.LastModified);
        var isMasked = erased.Fields.Select(f => dataset.Schema.Fields[f]).Any(
            f => f.Sensitive != Sensitivity.None || (f.IsOfFile && origin.TextOf(f) is null));
        var known = await warehouse.FindFileAsync(path, cancellationToken);
        var file = known?.Dataset == dataset.Name ? known : null;
        IReadOnlyList<long> loads = [];
        if (file is not null)
        {
            // The rejects of another version, or another definition, may have other numbers.
            var areOfVersion =
                isReadable && version is not null && version.ETag == VersionOfRejects(file) && Loader.IsCurrent(file, dataset);
            var rows = areOfVersion ? found : await FindRejectsAsync(dataset, file, origin, isMasked ? null : erased, cancellationToken);
            loads = rows.Count > 0 ? await warehouse.EraseRejectsAsync(operation, path, rows, cancellationToken) : [];
        }

        await foreach (var (rejectsFile, load) in ListRejectsFilesAsync(dataset, path, cancellationToken))
        {
            if (loads.Contains(load) || isMasked || await HoldsAsync(dataset, rejectsFile, origin, erased, cancellationToken))
            {
                await rejects.WriteAgainAsync(dataset, file, load, rejectsFile.Path, cancellationToken);
            }
        }
    }

    /// <summary>
    /// The version whose rejects are in the ledger. The file's row has the version of its last load, which may have committed nothing.
    /// </summary>
    private static string? VersionOfRejects(FileRecord file) =>
        file.Checkpoint?.ETag ?? (file.State == LoadState.Refused ? file.ETag : null);

    /// <summary>
    /// The rows of the rejects in the ledger that have an erased key, or whose key nobody can read any more: all, if keys are masked.
    /// </summary>
    private async Task<HashSet<long>> FindRejectsAsync(
        Dataset dataset, FileRecord file, FileOrigin origin, ErasedRows? erased, CancellationToken cancellationToken)
    {
        HashSet<long> rows = [];
        var query = new LedgerQuery { File = file.Path, Top = 10_000 };
        IReadOnlyList<StoredReject> page;
        do
        {
            page = await warehouse.ReadRejectsAsync(query, cancellationToken);
            query = query with { Skip = query.Skip + page.Count };
            foreach (var reject in page.Where(r => r.Error == 0))
            {
                if (erased is null || file.Checkpoint is not { } checkpoint
                    || await HoldsAsync(dataset, checkpoint, reject.RawText, origin, erased, cancellationToken))
                {
                    rows.Add(reject.Row);
                }
            }
        }
        while (page.Count == query.Top);

        return rows;
    }

    // Each reject by itself, because one with a quote that is not closed would swallow the next.
    private async Task<bool> HoldsAsync(
        Dataset dataset, Checkpoint checkpoint, string record, FileOrigin origin, ErasedRows erased, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await DatasetReader.ResumeAsync(
                WithoutKeys(dataset), warehouse.Limits, options.Read,
                (_, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(record))), default, checkpoint.Header,
                WithoutComments(ReadDialect.Of(checkpoint, dataset)), prefixHash: null, lastKeys: null, cancellationToken, erased: erased,
                origin: origin);
            return await ReadAllAsync(reader, new ColumnBatch(dataset.Schema, capacity: 1), cancellationToken);
        }
        catch (FileRefusedException)
        {
            // The header does not fit the definition of today.
            return true;
        }
    }

    private static async Task<bool> ReadAllAsync(DatasetReader reader, ColumnBatch batch, CancellationToken cancellationToken)
    {
        List<Reject> rejected = [];
        while (await reader.ReadAsync(batch, rejected, cancellationToken))
        {
        }

        return reader.Erased > 0;
    }

    /// <summary>The dialect without comments by row number after the header: a record that is read by itself has another number.</summary>
    private static CsvDialect WithoutComments(CsvDialect dialect) =>
        dialect with { CommentRows = [.. dialect.CommentRows.Where(r => r <= dialect.HeaderRows[^1])] };

    /// <summary>The dataset as a search reads it: a row that repeats a key is a row like any other.</summary>
    private static Dataset WithoutKeys(Dataset dataset) => dataset with
    {
        OnEmpty = EmptyPolicy.Load,
        Schema = dataset.Schema with
        {
            PrimaryKey = [],
            UniqueKeys = [],
            Fields = [.. dataset.Schema.Fields.Select(f => f with { Constraints = f.Constraints with { Unique = false } })],
        },
    };

    // A file of the container that is no rejects file of Sluice cannot be read as one. It is written again to be safe.
    private async Task<bool> HoldsAsync(
        Dataset dataset, FileVersion file, FileOrigin origin, ErasedRows erased, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await OpenAsync(dataset, file, origin, erased, cancellationToken);
            return await ReadAllAsync(reader, ColumnBatch.ForReading(dataset.Schema), cancellationToken);
        }
        catch (FileRefusedException)
        {
            return true;
        }
    }

    private async IAsyncEnumerable<(FileVersion File, long Load)> ListRejectsFilesAsync(
        Dataset dataset, string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = LakePath.Split(RejectsFile.FolderOf(dataset, path))!.Value;
        await foreach (var file in storage.ListAsync(folder.Container, folder.Name, cancellationToken))
        {
            var name = LakePath.Split(file.Path)!.Value.Name[folder.Name.Length..];
            if (Path.GetExtension(name) == ".csv"
                && long.TryParse(name[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var load))
            {
                yield return (file, load);
            }
        }
    }
}
