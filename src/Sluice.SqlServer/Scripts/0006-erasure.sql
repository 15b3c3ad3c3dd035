-- Rows that were left out, because their key is erased.
ALTER TABLE sluice.[file] ADD erased bigint NOT NULL CONSTRAINT df_file_erased DEFAULT 0;
GO
ALTER TABLE sluice.[file] ADD checkpoint_erased bigint NULL;
GO
ALTER TABLE sluice.[load] ADD erased bigint NOT NULL CONSTRAINT df_load_erased DEFAULT 0;
GO

-- The keys that were erased, as keyed hashes, each with the key that somebody asked to erase: one can go along with several. An id is one
-- more than the greatest: of two insertions at a time, one fails and is repeated, so ids ascend in the order in which tombstones become visible.
CREATE TABLE sluice.tombstone (
    id bigint NOT NULL CONSTRAINT pk_tombstone PRIMARY KEY,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    root nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    key_id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    erased_at datetime2(7) NOT NULL,
    CONSTRAINT uq_tombstone_hash UNIQUE (dataset, hash, root)
);
GO

-- The records of the lake that have an erased key.
CREATE TABLE sluice.remain (
    operation bigint NOT NULL,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [file] nvarchar(1100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- SHA-256 of the path's UTF-8, as in sluice.file.
    file_hash binary(32) NOT NULL,
    [row] bigint NOT NULL,
    line bigint NOT NULL,
    CONSTRAINT pk_remain PRIMARY KEY (operation, file_hash, [row])
);
GO

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
DROP VIEW sluice.files;
GO
CREATE VIEW sluice.files AS
SELECT f.id, f.[path], f.dataset, f.[state], f.etag, f.last_modified, f.[length], f.[rows], f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    CAST(CASE WHEN f.fingerprint = d.fingerprint THEN 1 WHEN f.fingerprint <> d.fingerprint THEN 0 END AS bit) AS [current]
FROM sluice.[file] AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
