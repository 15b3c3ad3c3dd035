using DuckDB.NET.Data;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>What is written to the ledger.</summary>
internal static class DuckDbLedger
{
    private const string CutOff = "cut off: the process ended before the load did";

    /// <inheritdoc cref="IWarehouse.StartLoadAsync"/>
    public static (Load Load, FileRecord File) Start(DuckDBConnection connection, Load load, LakeFile version) => connection.InTransaction(() =>
    {
        var started = Insert(connection, load);
        var known = DuckDbLedgerReader.FindFile(connection, load.File);
        if (known is null)
        {
            return (started, Add(connection, started, version));
        }

        switch (started.State)
        {
            case LoadState.Unchanged:
                return (started, known);
            case LoadState.Running:
                var cut = connection.Execute(
                    "UPDATE sluice.load SET state = 'failed', error = $1, finished_at = $2 WHERE file = $3 AND state = 'running' AND id < $4",
                    CutOff, started.StartedAt, started.File, started.Id);
                connection.Execute(
                    "UPDATE sluice.file SET dataset = $1, state = 'running', last_load = $2, attempts = attempts + $3, updated_at = $4 WHERE id = $5",
                    started.Dataset, started.Id, cut, started.StartedAt, known.Id);
                break;
            default:
                UpdateFile(connection, started, version);
                break;
        }

        return (started, DuckDbLedgerReader.FindFile(connection, load.File)!);
    });

    /// <inheritdoc cref="IWarehouse.EndLoadAsync"/>
    public static void End(DuckDBConnection connection, Load load, LakeFile version) => connection.InTransaction(() =>
    {
        connection.Execute(
            """
            UPDATE sluice.load
            SET dataset = $2, kind = $3, state = $4, "rows" = $5, rejected = $6, bytes = $7, finished_at = $8, error = decode($9), rejects_file = $10
            WHERE id = $1
            """,
            load.Id, load.Dataset, Kind(load.Kind), Words<LoadState>.Of(load.State), load.Rows, load.Rejected, load.Bytes, load.FinishedAt,
            Sql.Utf8(load.Error), load.RejectsFile);
        if (load.State == LoadState.Unchanged)
        {
            // The file is as it was before the load began, which is loaded or refused.
            return connection.Execute(
                """
                UPDATE sluice.file SET state = CASE WHEN checkpoint_complete THEN 'loaded' ELSE 'refused' END
                WHERE path = $1 AND last_load = $2 AND state = 'running'
                """,
                load.File, load.Id);
        }

        return UpdateFile(connection, load, version);
    });

    /// <summary>Writes what a commit says of its load and its file, if the file's version is still the one that the load saw.</summary>
    /// <returns>The file as it is now, or <see langword="null"/> if its version is another.</returns>
    public static FileRecord? Commit(DuckDBConnection connection, LoadTarget target, LoadProgress progress)
    {
        var ended = progress.State != LoadState.Running;
        connection.Execute(
            """
            UPDATE sluice.load
            SET kind = $2, state = $3, "rows" = $4, rejected = $5, bytes = $6, finished_at = $7, error = decode($8), rejects_file = $9
            WHERE id = $1
            """,
            target.Load, Kind(progress.Kind), Words<LoadState>.Of(progress.State), progress.Rows, progress.Rejected, progress.Bytes,
            ended ? progress.Time : null, Sql.Utf8(progress.Error), progress.RejectsFile);
        var checkpoint = progress.Checkpoint;
        return connection.Read(
            $"""
            UPDATE sluice.file
            SET version = version + 1, dataset = $3, state = $4, etag = $5, last_modified = $6, length = $7, "rows" = $8, rejected = $9,
                checkpoint_etag = $10, checkpoint_offset = $11, checkpoint_lines = $12, checkpoint_rows = $13, checkpoint_prefix_hash = $14,
                checkpoint_header = decode($15), checkpoint_blob_kind = $16, checkpoint_created_on = $17, checkpoint_complete = $18,
                rows_modified = $6, last_load = $19, attempts = CASE WHEN $20 THEN 0 ELSE attempts END, error = decode($21), updated_at = $22
            WHERE id = $1 AND version = $2
            RETURNING {DuckDbLedgerReader.FileColumns}
            """,
            DuckDbLedgerReader.File,
            target.File.Id, target.File.Version, target.Dataset.Name, Words<LoadState>.Of(progress.State), target.Version.ETag,
            target.Version.LastModified, target.Version.Length, progress.FileRows, progress.FileRejected, checkpoint?.ETag, checkpoint?.Offset,
            checkpoint?.Lines, checkpoint?.Rows, checkpoint?.PrefixHash, Sql.Utf8(checkpoint?.Header),
            checkpoint is null ? null : Words<BlobKind>.Of(checkpoint.BlobKind), checkpoint?.CreatedOn, checkpoint?.Complete, target.Load, ended,
            Sql.Utf8(progress.Error), progress.Time).SingleOrDefault();
    }

    private static string? Kind(LoadKind? kind) => kind is { } known ? Words<LoadKind>.Of(known) : null;

    private static Load Insert(DuckDBConnection connection, Load load) => connection.Read(
        $"""
        INSERT INTO sluice.load ({DuckDbLedgerReader.LoadColumns})
        VALUES (nextval('sluice.load_id'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, decode($12), $13)
        RETURNING {DuckDbLedgerReader.LoadColumns}
        """,
        DuckDbLedgerReader.Load,
        load.File, load.Dataset, Kind(load.Kind), Words<LoadState>.Of(load.State), Words<LoadTrigger>.Of(load.Trigger), load.ETag, load.Rows,
        load.Rejected, load.Bytes, load.StartedAt, load.FinishedAt, Sql.Utf8(load.Error), load.RejectsFile).Single();

    private static FileRecord Add(DuckDBConnection connection, Load load, LakeFile version) => connection.Read(
        $"""
        INSERT INTO sluice.file (id, path, dataset, state, etag, last_modified, length, "rows", rejected, version, last_load, attempts, error, updated_at)
        VALUES (nextval('sluice.file_id'), $1, $2, $3, $4, $5, $6, 0, 0, 0, $7, $8, decode($9), $10)
        RETURNING {DuckDbLedgerReader.FileColumns}
        """,
        DuckDbLedgerReader.File,
        load.File, load.Dataset, Words<LoadState>.Of(load.State), version.ETag, version.LastModified, version.Length, load.Id,
        load.State == LoadState.Failed ? 1 : 0, Sql.Utf8(load.Error), load.FinishedAt ?? load.StartedAt).Single();

    private static int UpdateFile(DuckDBConnection connection, Load load, LakeFile version) => connection.Execute(
        """
        UPDATE sluice.file
        SET dataset = $2, state = $3, etag = $4, last_modified = $5, length = $6, last_load = $7, error = decode($8), updated_at = $9,
            attempts = CASE $3 WHEN 'failed' THEN attempts + 1 WHEN 'superseded' THEN attempts ELSE 0 END
        WHERE path = $1
        """,
        load.File, load.Dataset, Words<LoadState>.Of(load.State), version.ETag, version.LastModified, version.Length, load.Id,
        Sql.Utf8(load.Error), load.FinishedAt ?? load.StartedAt);
}
