using System.Globalization;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Ledger;

/// <summary>The statements over the ledger: <c>sluice.file</c>, <c>sluice.load</c> and <c>sluice.reject</c>.</summary>
internal static class LedgerStatements
{
    /// <summary>The maximum length of an error or a message. A longer one is truncated and ends with an ellipsis.</summary>
    public const int MaxMessage = 4000;

    /// <summary>The maximum number of changes that a statement adds.</summary>
    public const int MostChanges = 100;

    private const int MaxHint = 2000;
    private const int MaxPath = 1100;
    private const int MaxETag = 256;
    private const int MaxWord = 16;

    private static readonly string FileColumns = Names.List(LedgerRows.FileColumns);
    private static readonly string LoadColumns = Names.List(LedgerRows.LoadColumns);

    // A commit resets the count of attempts.
    private const string AttemptsUsed = "CASE WHEN [rows] + rejected + erased > 0 THEN 1 ELSE attempt END";

    // For a load whose end was not recorded. The clocks of start and end can differ, so the end is at least the start.
    private const string AsCutOff =
        "[state] = N'failed', error = @error, finished_at = CASE WHEN started_at > @time THEN started_at ELSE @time END, attempt = "
            + AttemptsUsed;

    private static readonly Parameter PathHashParameter = Parameter.Bytes("path_hash", PathHash.Length);
    private static readonly Parameter Dataset = Parameter.Text("dataset", Names.MaxLength);
    private static readonly Parameter State = Parameter.Text("state", MaxWord);
    private static readonly Parameter ETag = Parameter.Text("etag", MaxETag);
    private static readonly Parameter Error = Parameter.Text("error", MaxMessage);
    private static readonly Parameter Erased = Parameter.Number("erased");
    private static readonly Parameter Load = Parameter.Number("load");
    private static readonly Parameter File = Parameter.Number("file_id");
    private static readonly Parameter Skip = Parameter.Number("skip");
    private static readonly Parameter Top = Parameter.Number("top");
    private static readonly Parameter Time = Parameter.Time("time");
    private static readonly Parameter UpdatedAt = Parameter.Time("updated_at");
    private static readonly Parameter LastLoad = Parameter.Number("last_load");
    private static readonly Parameter Path = Parameter.Text("file", MaxPath);
    private static readonly Parameter Content = Parameter.Text("content", 64);
    private static readonly Parameter AttemptFingerprint = Parameter.Text("attempt_fingerprint", DefinitionFingerprint.Length);

    /// <summary>Checks that the server answers.</summary>
    public static Statement Check() => new("SELECT 1;") { IsLivenessCheck = true };

    /// <summary>A file by its path.</summary>
    public static Statement FindFile() => new($"SELECT {FileColumns} FROM sluice.[file] WHERE path_hash = @path_hash;", PathHashParameter);

    /// <summary>A file by its path, locked until the end of the transaction, for a change of the file.</summary>
    public static Statement FindFileForChange() =>
        new($"SELECT {FileColumns} FROM sluice.[file] WITH (UPDLOCK, HOLDLOCK) WHERE path_hash = @path_hash;", PathHashParameter);

    /// <summary>All files of a dataset.</summary>
    public static Statement ReadFilesOf() => new($"SELECT {FileColumns} FROM sluice.[file] WHERE dataset = @dataset;", Dataset);

    /// <summary>Files, the last updated first.</summary>
    public static Statement ReadFiles() => new(
        $"""
        SELECT {FileColumns}
        FROM sluice.[file]
        WHERE (@path_hash IS NULL OR path_hash = @path_hash) AND (@dataset IS NULL OR dataset = @dataset)
            AND (@load IS NULL OR last_load = @load) AND (@state IS NULL OR [state] = @state)
            AND (@content IS NULL OR content LIKE @content + N'%')
        ORDER BY updated_at DESC, id DESC
        OFFSET @skip ROWS FETCH NEXT @top ROWS ONLY
        OPTION (RECOMPILE);
        """,
        PathHashParameter, Dataset, Load, State, Content, Skip, Top);

    /// <summary>Loads, the newest first.</summary>
    public static Statement ReadLoads() => new(
        $"""
        SELECT {LoadColumns}
        FROM sluice.[load]
        WHERE (@path_hash IS NULL OR file_id = (SELECT f.id FROM sluice.[file] AS f WHERE f.path_hash = @path_hash))
            AND (@dataset IS NULL OR dataset = @dataset) AND (@load IS NULL OR id = @load) AND (@state IS NULL OR [state] = @state)
        ORDER BY id DESC
        OFFSET @skip ROWS FETCH NEXT @top ROWS ONLY
        OPTION (RECOMPILE);
        """,
        PathHashParameter, Dataset, Load, State, Skip, Top);

    /// <summary>Rejects, the newest load first.</summary>
    public static Statement ReadRejects() => new(
        $"""
        SELECT {Names.List(LedgerRows.RejectColumns)}
        FROM sluice.reject
        WHERE (@path_hash IS NULL OR file_id = (SELECT f.id FROM sluice.[file] AS f WHERE f.path_hash = @path_hash))
            AND (@dataset IS NULL OR dataset = @dataset) AND (@load IS NULL OR [load] = @load)
        ORDER BY [load] DESC, [row], error
        OFFSET @skip ROWS FETCH NEXT @top ROWS ONLY
        OPTION (RECOMPILE);
        """,
        PathHashParameter, Dataset, Load, Skip, Top);

    /// <summary>The load that a call with a token began.</summary>
    public static Statement FindLoad() => new($"SELECT {LoadColumns} FROM sluice.[load] WHERE token = @token;", Parameter.Token("token"));

    /// <summary>Updates the last load of a file, if it found nothing to do for the same version, and returns its id.</summary>
    public static Statement RepeatUnchanged() => new(
        """
        UPDATE sluice.[load] SET [trigger] = @trigger, started_at = @started_at, finished_at = @finished_at
        WHERE id = (SELECT MAX(id) FROM sluice.[load] WHERE file_id = @file_id) AND [state] = N'unchanged' AND etag = @etag;
        SELECT id FROM sluice.[load]
        WHERE id = (SELECT MAX(id) FROM sluice.[load] WHERE file_id = @file_id) AND [state] = N'unchanged' AND etag = @etag;
        """,
        Parameter.Text("trigger", MaxWord), Parameter.Time("started_at"), Parameter.Time("finished_at"), File, ETag);

    /// <summary>How many loads of a version have failed in succession.</summary>
    public static Statement FailedAttempts() => new(
        "SELECT attempt FROM sluice.[load] WHERE id = @load AND [state] = N'failed' AND etag = @etag;", Load, ETag);

    /// <summary>
    /// Ends older loads of a file that are still recorded as running. The next load holds the file's lock, so their processes have ended.
    /// </summary>
    public static Statement CutOff() => new(
        $"""
        UPDATE sluice.[load]
        SET {AsCutOff}
        WHERE file_id = @file_id AND [state] = N'running';
        """,
        Error, Time, File);

    /// <summary>The loads with the state <c>running</c>. The condition matches their filtered index.</summary>
    public static Statement ReadRunning() => new($"SELECT {LoadColumns} FROM sluice.[load] WHERE [state] = N'running';");

    /// <summary>Ends a load that was seen running, if it is still running and no session holds the lock of its file.</summary>
    public static Statement EndAbandonedLoad() => new(
        $"""
        IF APPLOCK_TEST(N'public', @resource, N'Exclusive', N'Session') = 1
            UPDATE sluice.[load]
            SET {AsCutOff}, next_try = CASE WHEN {AttemptsUsed} < @attempts THEN @time END
            WHERE id = @load AND [state] = N'running';
        """,
        Parameter.Text("resource", LockStatements.ResourceLength), Error, Time, Load, Parameter.Number("attempts"));

    /// <summary>Updates a file after <see cref="EndAbandonedLoad"/> has ended its last load.</summary>
    public static Statement EndAbandonedFile() => new(
        """
        UPDATE sluice.[file]
        SET [state] = N'failed', attempts = @attempts, next_try = @next_try, error = @error, updated_at = @updated_at
        WHERE path_hash = @path_hash AND last_load = @load;
        """,
        Parameter.Number("attempts"), Parameter.Time("next_try"), Error, UpdatedAt, PathHashParameter, Load);

    /// <summary>Adds a file.</summary>
    public static Statement AddFile() => new(
        """
        INSERT INTO sluice.[file] ([path], path_hash, dataset, [state], etag, last_modified, [length],
            [rows], rejected, [version], last_load, attempts, error, updated_at, attempt_fingerprint)
        VALUES (@file, @path_hash, @dataset, @state, @etag, @last_modified, @length, 0, 0, 0, 0, 0, @error, @updated_at,
            @attempt_fingerprint);
        SELECT CAST(SCOPE_IDENTITY() AS bigint);
        """,
        Path, PathHashParameter, Dataset, State, ETag, Parameter.Time("last_modified"), Parameter.Number("length"), Error, UpdatedAt,
        AttemptFingerprint);

    /// <summary>Adds a load.</summary>
    public static Statement AddLoad() => new(
        """
        INSERT INTO sluice.[load] (token, file_id, [file], dataset, kind, [state], [trigger], etag, [rows], rejected, erased, [bytes],
            started_at, finished_at, error, attempt, next_try, rejects_file)
        VALUES (@token, @file_id, @file, @dataset, @kind, @state, @trigger, @etag, @rows, @rejected, @erased, @bytes, @started_at,
            @finished_at, @error, @attempt, @next_try, @rejects_file);
        SELECT CAST(SCOPE_IDENTITY() AS bigint);
        """,
        Parameter.Token("token"), File, Path, Dataset, Parameter.Text("kind", MaxWord), State,
        Parameter.Text("trigger", MaxWord), ETag, Parameter.Number("rows"), Parameter.Number("rejected"), Erased, Parameter.Number("bytes"),
        Parameter.Time("started_at"), Parameter.Time("finished_at"), Error, Parameter.Number("attempt"), Parameter.Time("next_try"),
        Parameter.Text("rejects_file", MaxPath));

    /// <summary>Records the first load of a new file.</summary>
    public static Statement NameFirstLoad() => new("UPDATE sluice.[file] SET last_load = @last_load WHERE id = @file_id;", LastLoad, File);

    /// <summary>
    /// Records that a load of a file has begun. If the file moves to another dataset, its checkpoint does not count any more.
    /// </summary>
    public static Statement BeginFile() => new(
        """
        UPDATE sluice.[file]
        SET [state] = N'running', etag = @etag, last_modified = @last_modified, [length] = @length, last_load = @last_load,
            dataset = @dataset, attempts = @attempts, attempt_fingerprint = @attempt_fingerprint, next_try = NULL, error = NULL,
            updated_at = @updated_at,
            checkpoint_etag = CASE WHEN dataset = @dataset THEN checkpoint_etag END,
            rows_modified = CASE WHEN dataset = @dataset THEN rows_modified END,
            fingerprint = CASE WHEN dataset = @dataset THEN COALESCE(@fingerprint, fingerprint) END
        WHERE id = @file_id;
        """,
        ETag, Parameter.Time("last_modified"), Parameter.Number("length"), LastLoad, Dataset, Parameter.Number("attempts"), UpdatedAt,
        File, Parameter.Text("fingerprint", DefinitionFingerprint.Length), AttemptFingerprint);

    /// <summary>Records on a file how its last load ended without a commit, if no newer load has begun.</summary>
    public static Statement EndFile() => new(
        """
        UPDATE sluice.[file]
        SET [state] = @state, etag = @etag, last_modified = @last_modified, [length] = @length, last_load = @last_load,
            attempts = @attempts, attempt_fingerprint = @attempt_fingerprint, next_try = @next_try, error = @error,
            updated_at = @updated_at
        WHERE path_hash = @path_hash AND last_load = @after;
        """,
        State, ETag, Parameter.Time("last_modified"), Parameter.Number("length"), LastLoad, Parameter.Number("attempts"),
        Parameter.Time("next_try"), Error, UpdatedAt, PathHashParameter, Parameter.Number("after"), AttemptFingerprint);

    /// <summary>Records how a load ended without a commit. Does nothing if the load has committed.</summary>
    public static Statement EndLoad() => new(
        """
        UPDATE sluice.[load]
        SET kind = @kind, [state] = @state, finished_at = @finished_at, error = @error, attempt = @attempt, next_try = @next_try
        WHERE id = @load AND [state] IN (N'running', N'failed');
        """,
        Parameter.Text("kind", MaxWord), State, Parameter.Time("finished_at"), Error, Parameter.Number("attempt"),
        Parameter.Time("next_try"), Load);

    /// <summary>Records a request.</summary>
    public static Statement Record() => new(
        """
        INSERT INTO sluice.[audit] (answered_at, caller, name, roles, [action], dataset, [status], [rows])
        VALUES (@answered_at, @caller, @name, @roles, @action, @dataset, @status, @rows);
        """,
        Parameter.Time("answered_at"), Parameter.Text("caller", AuditEntry.MostCaller), Parameter.Text("name", AuditEntry.MostName),
        Parameter.Text("roles", AuditEntry.MostRoles), Parameter.Text("action", 64), Parameter.Text("dataset", 128),
        Parameter.Number("status"), Parameter.Number("rows"));

    /// <summary>Records the path of the rejects file of a load.</summary>
    public static Statement RecordRejectsFile() => new(
        "UPDATE sluice.[load] SET rejects_file = @rejects_file WHERE id = @load;", Parameter.Text("rejects_file", MaxPath), Load);

    /// <summary>Gives a file, its loads and its rejects another path.</summary>
    public static Statement MoveFile() => new(
        """
        UPDATE sluice.[file] SET [path] = @file, path_hash = @path_hash, [version] = [version] + 1, updated_at = @updated_at,
            fingerprint = COALESCE(@fingerprint, fingerprint), etag = CASE WHEN @fingerprint IS NULL THEN etag ELSE N'' END
        WHERE id = @file_id;
        UPDATE sluice.[load] SET [file] = @file WHERE file_id = @file_id;
        UPDATE sluice.reject SET [file] = @file WHERE file_id = @file_id;
        """,
        Path, PathHashParameter, UpdatedAt, File, Parameter.Text("fingerprint", DefinitionFingerprint.Length))
    {
        IsLong = true,
    };

    /// <summary>Updates the file of a commit, if its version is still the one that the load saw (compare-and-swap).</summary>
    public static Statement CommitFile() => new(
        """
        UPDATE sluice.[file]
        SET [state] = @state, etag = @etag, last_modified = @last_modified, [length] = @length, [rows] = @rows, rejected = @rejected,
            erased = @erased, [version] = [version] + 1, attempts = 0, next_try = NULL, error = @error, updated_at = @updated_at,
            checkpoint_etag = @checkpoint_etag, checkpoint_offset = @checkpoint_offset, checkpoint_lines = @checkpoint_lines,
            checkpoint_rows = @checkpoint_rows,
            checkpoint_rejected = @checkpoint_rejected, checkpoint_erased = @checkpoint_erased,
            checkpoint_prefix_hash = @checkpoint_prefix_hash,
            checkpoint_header = @checkpoint_header, checkpoint_delimiter = @checkpoint_delimiter,
            checkpoint_blob_kind = @checkpoint_blob_kind,
            checkpoint_created_on = @checkpoint_created_on, checkpoint_complete = @checkpoint_complete,
            loaded_at = CASE WHEN @state = N'refused' THEN loaded_at ELSE @updated_at END,
            rows_modified = CASE WHEN @state = N'refused' THEN rows_modified ELSE @rows_modified END,
            last_load = @last_load, checkpoint_keys = @checkpoint_keys, fingerprint = @fingerprint, content = @content,
            dialect = @dialect, header_row = @header_row, encoding = @encoding,
            duplicate_of = (SELECT MIN(f.id) FROM sluice.[file] AS f
                WHERE f.content = @content AND f.id <> @file_id AND f.dataset = @dataset AND f.checkpoint_etag IS NOT NULL)
        WHERE id = @file_id AND [version] = @version;
        """,
        State, ETag, Parameter.Time("last_modified"), Parameter.Number("length"), Parameter.Number("rows"), Parameter.Number("rejected"),
        Erased, Error, UpdatedAt,
        Parameter.Text("checkpoint_etag", MaxETag), Parameter.Number("checkpoint_offset"), Parameter.Number("checkpoint_lines"),
        Parameter.Number("checkpoint_rows"), Parameter.Number("checkpoint_rejected"), Parameter.Number("checkpoint_erased"),
        Parameter.Bytes("checkpoint_prefix_hash", 16),
        Parameter.AnyText("checkpoint_header"), Parameter.Text("checkpoint_delimiter", 1), Parameter.Text("checkpoint_blob_kind", MaxWord),
        Parameter.Time("checkpoint_created_on"), Parameter.Flag("checkpoint_complete"), Parameter.Time("rows_modified"), LastLoad, File,
        Parameter.Number("version"), Parameter.AnyText("checkpoint_keys"), Parameter.Text("fingerprint", DefinitionFingerprint.Length),
        Content, Dataset, Parameter.Text("dialect", 1000), Parameter.Number("header_row"), Parameter.Text("encoding", 64));

    /// <summary>Updates the load of a commit, and records the commit's token.</summary>
    public static Statement CommitLoad() => new(
        """
        UPDATE sluice.[load]
        SET kind = @kind, [state] = @state, [rows] = @rows, rejected = @rejected, erased = @erased, [bytes] = @bytes,
            finished_at = @finished_at, error = @error, rejects_file = @rejects_file, next_try = NULL, commit_token = @token
        WHERE id = @load;
        """,
        Parameter.Text("kind", MaxWord), State, Parameter.Number("rows"), Parameter.Number("rejected"), Erased,
        Parameter.Number("bytes"), Parameter.Time("finished_at"), Error, Parameter.Text("rejects_file", MaxPath),
        Parameter.Token("token"), Load);

    /// <summary>Adds changes of a load. Parameters have the number of the change in their names.</summary>
    /// <param name="count">How many, at most <see cref="MostChanges"/>.</param>
    public static Statement AddChanges(int count)
    {
        var numbers = Enumerable.Range(0, count).ToList();
        var rows = numbers.Select(n => $"({string.Join(", ", LedgerRows.ChangeColumns.Select(c => $"@{Numbered(c, n)}"))})");
        return new(
            $"INSERT INTO sluice.[change] ({Names.List(LedgerRows.ChangeColumns)})\nVALUES {string.Join(",\n    ", rows)};",
            [.. numbers.SelectMany(ChangeParameters)]);
    }

    /// <summary>Whether changes of a load are recorded.</summary>
    public static Statement HasChanges() =>
        new("SELECT CASE WHEN EXISTS (SELECT 1 FROM sluice.[change] WHERE [load] = @load) THEN 1 ELSE 0 END;", Load);

    /// <summary>The name of a parameter of the change with a number.</summary>
    public static string Numbered(string name, int number) => $"{name}{number.ToString(CultureInfo.InvariantCulture)}";

    private static IEnumerable<Parameter> ChangeParameters(int number) =>
    [
        Parameter.Number(Numbered("load", number)),
        Parameter.Number(Numbered("number", number)),
        Parameter.Text(Numbered("column", number), ColumnChange.MaxLength),
        Parameter.Text(Numbered("change", number), MaxWord),
        Parameter.Text(Numbered("before", number), ColumnChange.MaxLength),
        Parameter.Text(Numbered("after", number), ColumnChange.MaxLength),
        Parameter.Text(Numbered("sample_kind", number), MaxWord),
        Parameter.Text(Numbered("action", number), MaxWord),
        Parameter.Text(Numbered("hint", number), MaxHint),
    ];

    /// <summary>
    /// Whether a commit with a lost answer was made. Updates the row first, to wait for a transaction that still holds it.
    /// </summary>
    public static Statement WasCommitted() => new(
        """
        UPDATE sluice.[load] SET commit_token = commit_token WHERE id = @load;
        SELECT CASE WHEN EXISTS (SELECT 1 FROM sluice.[load] WHERE id = @load AND commit_token = @token) THEN 1 ELSE 0 END;
        """,
        Load, Parameter.Token("token"));

    /// <summary>
    /// Takes the turn of a table until the end of the transaction, so that a commit sees what others have committed before.
    /// </summary>
    public static Statement LockDataset() =>
        new("UPDATE sluice.dataset SET turn = turn + 1 WHERE name = @dataset;", Dataset) { IsLong = true };

    /// <summary>
    /// How many other files of a dataset are newer than a file version. A file that had rows and is refused now still counts.
    /// </summary>
    public static Statement NewerFiles() => new(
        """
        SELECT COUNT_BIG(*) FROM sluice.[file]
        WHERE dataset = @dataset AND id <> @file_id
            AND (rows_modified > @last_modified OR (rows_modified = @last_modified AND [path] > @file));
        """,
        Dataset, File, Parameter.Time("last_modified"), Path);

    /// <summary>
    /// Marks the newest file of a <c>replace</c> dataset for a reload, after a newer file was removed: this file becomes the table, and its
    /// rows may be missing.
    /// </summary>
    public static Statement ReloadNewest() => new(
        """
        UPDATE sluice.[file] SET checkpoint_complete = 0, [version] = [version] + 1
        WHERE id = (SELECT TOP (1) id FROM sluice.[file] WHERE dataset = @dataset AND id <> @file_id AND checkpoint_etag IS NOT NULL
            ORDER BY rows_modified DESC, [path] DESC) AND rows_modified <= @last_modified;
        """,
        Dataset, File, Parameter.Time("last_modified"));

    /// <summary>Removes the rejects of a file from a row on.</summary>
    public static Statement RemoveRejects() => new(
        "DELETE FROM sluice.reject WHERE file_id = @file_id AND [row] >= @row;", File, Parameter.Number("row"))
    {
        IsLong = true,
    };
}
