-- The ledger of SQL Server as the scripts up to 0003 leave it, with one file that is loaded. Never change this file: add another one for
-- each later release.
CREATE SCHEMA sluice;
GO
CREATE SCHEMA lake;
GO
-- The ledger: the state of files, loads and rejects. Times are UTC. Texts are compared by code points, as paths in the lake are.
CREATE TABLE sluice.[file] (
    id bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_file PRIMARY KEY,
    [path] nvarchar(1100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- SHA-256 of the path's UTF-8: a path is too long for an index, and an index ignores spaces at the end.
    path_hash binary(32) NOT NULL CONSTRAINT uq_file_path_hash UNIQUE,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    [state] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    etag nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    last_modified datetime2(7) NOT NULL,
    [length] bigint NOT NULL,
    [rows] bigint NOT NULL,
    rejected bigint NOT NULL,
    checkpoint_etag nvarchar(256) COLLATE Latin1_General_100_BIN2 NULL,
    checkpoint_offset bigint NULL,
    checkpoint_lines bigint NULL,
    checkpoint_rows bigint NULL,
    checkpoint_rejected bigint NULL,
    checkpoint_prefix_hash varbinary(16) NULL,
    checkpoint_header nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
    checkpoint_delimiter nvarchar(1) COLLATE Latin1_General_100_BIN2 NULL,
    checkpoint_blob_kind nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
    checkpoint_created_on datetime2(7) NULL,
    checkpoint_complete bit NULL,
    -- The last-modified time of the version whose rows are in the table, which a failed later version does not change.
    -- In a replace dataset, the file with the latest time is the table.
    rows_modified datetime2(7) NULL,
    [version] bigint NOT NULL,
    last_load bigint NOT NULL,
    attempts bigint NOT NULL,
    next_try datetime2(7) NULL,
    error nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    updated_at datetime2(7) NOT NULL
);
GO

CREATE INDEX ix_file_dataset ON sluice.[file] (dataset);
GO

CREATE TABLE sluice.[load] (
    id bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_load PRIMARY KEY,
    -- Identifies the call that began the load: a call that is repeated after a lost answer finds its load.
    token uniqueidentifier NOT NULL CONSTRAINT uq_load_token UNIQUE,
    -- Identifies the last commit of the load: a commit whose answer was lost is found by it.
    commit_token uniqueidentifier NULL,
    file_id bigint NOT NULL,
    [file] nvarchar(1100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    kind nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
    [state] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [trigger] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    etag nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    attempt bigint NOT NULL,
    next_try datetime2(7) NULL,
    [rows] bigint NOT NULL,
    rejected bigint NOT NULL,
    [bytes] bigint NOT NULL,
    started_at datetime2(7) NOT NULL,
    finished_at datetime2(7) NULL,
    error nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL,
    rejects_file nvarchar(1100) COLLATE Latin1_General_100_BIN2 NULL
);
GO

CREATE INDEX ix_load_file ON sluice.[load] (file_id, id);
GO

CREATE TABLE sluice.reject (
    [load] bigint NOT NULL,
    file_id bigint NOT NULL,
    [file] nvarchar(1100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [row] bigint NOT NULL,
    line bigint NOT NULL,
    byte_offset bigint NOT NULL,
    error bigint NOT NULL,
    field nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    [rule] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    message nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    raw_text nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO

CREATE CLUSTERED INDEX ix_reject_load ON sluice.reject ([load], [row], error);
GO
CREATE INDEX ix_reject_file ON sluice.reject (file_id, [row]);
GO

-- The write mode and key that each table was last prepared for. A new key must be unique in the existing rows. Merges and
-- replacements lock the row to take turns.
CREATE TABLE sluice.dataset (
    name nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT pk_dataset PRIMARY KEY,
    write_mode nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    primary_key nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    turn bigint NOT NULL CONSTRAINT df_dataset_turn DEFAULT 0
);
GO
-- The greatest keys before the checkpoint, by rule, as a JSON object. Appended rows with greater keys repeat none of them.
ALTER TABLE sluice.[file] ADD checkpoint_keys nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
GO
-- Few loads are running. The sweep looks for those whose process has ended.
CREATE INDEX ix_load_running ON sluice.[load] (file_id) WHERE [state] = N'running';
GO
CREATE TABLE sluice.script (Id int IDENTITY(1, 1) NOT NULL CONSTRAINT pk_script_id PRIMARY KEY, ScriptName nvarchar(255) NOT NULL,
    Applied datetime NOT NULL);
GO
INSERT INTO sluice.script (ScriptName, Applied) VALUES
    (N'0001-ledger.sql', '2026-11-01'), (N'0002-keys.sql', '2026-11-01'),
    (N'0003-running.sql', '2026-11-01');
GO
INSERT INTO sluice.[file] ([path], path_hash, dataset, [state], etag, last_modified, [length], [rows], rejected, checkpoint_etag,
    checkpoint_offset, checkpoint_lines, checkpoint_rows, checkpoint_rejected, checkpoint_prefix_hash, checkpoint_header,
    checkpoint_delimiter, checkpoint_blob_kind, checkpoint_created_on, checkpoint_complete, rows_modified, [version], last_load, attempts,
    updated_at)
VALUES (N'data/people/a.csv', HASHBYTES('SHA2_256', CAST('data/people/a.csv' AS varchar(100))), N'people', N'loaded', N'v1', '2026-11-01',
    20, 2, 0, N'v1', 20, 3, 2, 0, 0x000102030405060708090A0B0C0D0E0F, N'id,name', N',', N'block', '2026-11-01', 1, '2026-11-01', 1, 1, 0,
    '2026-11-01');
GO
INSERT INTO sluice.[load] (token, file_id, [file], dataset, kind, [state], [trigger], etag, attempt, [rows], rejected, [bytes], started_at,
    finished_at)
VALUES ('00000000-0000-0000-0000-000000000001', 1, N'data/people/a.csv', N'people', N'new', N'loaded', N'blob', N'v1', 1, 2, 0, 20,
    '2026-11-01', '2026-11-01');
GO
