using DuckDB.NET.Data;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>What is read from the ledger.</summary>
internal static class DuckDbLedgerReader
{
    /// <summary>The columns that <see cref="File"/> reads.</summary>
    public const string FileColumns =
        """
        id, path, dataset, state, etag, last_modified, length, "rows", rejected, version, last_load, attempts, error, updated_at,
        checkpoint_etag, checkpoint_offset, checkpoint_lines, checkpoint_rows, checkpoint_prefix_hash, checkpoint_header,
        checkpoint_blob_kind, checkpoint_created_on, checkpoint_complete
        """;

    /// <summary>The columns that <see cref="Load"/> reads.</summary>
    public const string LoadColumns =
        """id, file, dataset, kind, state, "trigger", etag, "rows", rejected, bytes, started_at, finished_at, error, rejects_file""";

    private const string RejectColumns = """load, file, dataset, "row", line, byte_offset, error, field, rule, message, raw_text""";

    /// <inheritdoc cref="IWarehouse.FindFileAsync"/>
    public static FileRecord? FindFile(DuckDBConnection connection, string path) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE path = $1", File, path).SingleOrDefault();

    /// <summary>What the ledger knows of all files of a dataset.</summary>
    public static Dictionary<string, FileRecord> Files(DuckDBConnection connection, string dataset) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE dataset = $1", File, dataset)
            .ToDictionary(f => f.Path, StringComparer.Ordinal);

    /// <summary>Files, the last changed first.</summary>
    public static List<FileRecord> Files(DuckDBConnection connection, LedgerQuery query) => Page(
        connection, query, $"SELECT {FileColumns} FROM sluice.file", "updated_at DESC, id DESC", File,
        ("path", query.File), ("dataset", query.Dataset), ("state", State(query)));

    /// <summary>Loads, the newest first.</summary>
    public static List<Load> Loads(DuckDBConnection connection, LedgerQuery query) => Page(
        connection, query, $"SELECT {LoadColumns} FROM sluice.load", "id DESC", Load,
        ("file", query.File), ("dataset", query.Dataset), ("state", State(query)), ("id", query.Load));

    /// <summary>Rejects, those of the newest load first.</summary>
    public static List<StoredReject> Rejects(DuckDBConnection connection, LedgerQuery query) => Page(
        connection, query, $"SELECT {RejectColumns} FROM sluice.reject", "load DESC, \"row\", error", Reject,
        ("file", query.File), ("dataset", query.Dataset), ("load", query.Load));

    /// <summary>Reads a row of <see cref="FileColumns"/>.</summary>
    public static FileRecord File(DuckDBDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Path = row.GetString(1),
        Dataset = Text(row, 2),
        State = Words<LoadState>.Parse(row.GetString(3)),
        ETag = row.GetString(4),
        LastModified = Time(row, 5),
        Length = row.GetInt64(6),
        Rows = row.GetInt64(7),
        Rejected = row.GetInt64(8),
        Version = row.GetInt64(9),
        LastLoad = row.GetInt64(10),
        Attempts = row.GetInt32(11),
        Error = Text(row, 12),
        UpdatedAt = Time(row, 13),
        Checkpoint = row.IsDBNull(14) ? null : new Checkpoint
        {
            ETag = row.GetString(14),
            Offset = row.GetInt64(15),
            Lines = row.GetInt64(16),
            Rows = row.GetInt64(17),
            PrefixHash = Bytes(row, 18),
            Header = row.GetString(19),
            BlobKind = Words<BlobKind>.Parse(row.GetString(20)),
            CreatedOn = Time(row, 21),
            Complete = row.GetBoolean(22),
        },
    };

    /// <summary>Reads a row of <see cref="LoadColumns"/>.</summary>
    public static Load Load(DuckDBDataReader row) => new()
    {
        Id = row.GetInt64(0),
        File = row.GetString(1),
        Dataset = Text(row, 2),
        Kind = Text(row, 3) is { } kind ? Words<LoadKind>.Parse(kind) : null,
        State = Words<LoadState>.Parse(row.GetString(4)),
        Trigger = Words<LoadTrigger>.Parse(row.GetString(5)),
        ETag = row.GetString(6),
        Rows = row.GetInt64(7),
        Rejected = row.GetInt64(8),
        Bytes = row.GetInt64(9),
        StartedAt = Time(row, 10),
        FinishedAt = row.IsDBNull(11) ? null : Time(row, 11),
        Error = Text(row, 12),
        RejectsFile = Text(row, 13),
    };

    private static StoredReject Reject(DuckDBDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), Text(row, 7),
        row.GetString(8), row.GetString(9), row.GetString(10));

    private static string? State(LedgerQuery query) => query.State is { } state ? Words<LoadState>.Of(state) : null;

    private static List<T> Page<T>(
        DuckDBConnection connection, LedgerQuery query, string select, string order, Func<DuckDBDataReader, T> map,
        params ReadOnlySpan<(string Column, object? Value)> conditions)
    {
        List<object?> values = [query.Top, query.Skip];
        List<string> wheres = [];
        foreach (var (column, value) in conditions)
        {
            if (value is not null)
            {
                values.Add(value);
                wheres.Add($"{column} = ${values.Count}");
            }
        }

        var where = wheres.Count == 0 ? "" : $" WHERE {string.Join(" AND ", wheres)}";
        return connection.Read($"{select}{where} ORDER BY {order} LIMIT $1 OFFSET $2", map, [.. values]);
    }

    private static string? Text(DuckDBDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(DuckDBDataReader row, int column) =>
        new(DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc));

    private static byte[] Bytes(DuckDBDataReader row, int column)
    {
        using var stream = row.GetStream(column);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
