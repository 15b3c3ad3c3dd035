-- The content that the rows of a file are of, as its length and hash, and the first file of the dataset that had the same content.
ALTER TABLE sluice.[file] ADD content nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sluice.[file] ADD duplicate_of bigint NULL;
GO
CREATE INDEX ix_file_content ON sluice.[file] (content, dataset) WHERE content IS NOT NULL;
GO

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
DROP VIEW sluice.files;
GO
CREATE VIEW sluice.files AS
SELECT f.id, f.[path], f.dataset, f.[state], f.etag, f.last_modified, f.[length], f.[rows], f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at, f.duplicate_of,
    CAST(CASE WHEN f.fingerprint = d.fingerprint THEN 1 WHEN f.fingerprint <> d.fingerprint THEN 0 END AS bit) AS [current]
FROM sluice.[file] AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
GO

-- Per dataset and day: what the lake has, and what became of it. Files that match no dataset have an empty one. Files whose rows were
-- removed are left out.
DROP VIEW sluice.reconciliation;
GO
CREATE VIEW sluice.reconciliation AS
SELECT COALESCE(dataset, N'') AS dataset, CAST(last_modified AS date) AS [day], COUNT_BIG(*) AS files, SUM([length]) AS [bytes],
    SUM(CAST(CASE WHEN [state] = 'loaded' THEN 1 ELSE 0 END AS bigint)) AS loaded,
    SUM(CAST(CASE WHEN [state] = 'skipped' THEN 1 ELSE 0 END AS bigint)) AS skipped,
    SUM(CAST(CASE WHEN [state] = 'refused' THEN 1 ELSE 0 END AS bigint)) AS refused,
    SUM(CAST(CASE WHEN [state] = 'ignored' THEN 1 ELSE 0 END AS bigint)) AS ignored,
    SUM(CAST(CASE WHEN [state] = 'archived' THEN 1 ELSE 0 END AS bigint)) AS archived,
    SUM(CAST(CASE WHEN [state] IN ('loaded', 'skipped', 'refused', 'ignored', 'archived') THEN 0 ELSE 1 END AS bigint)) AS waiting,
    MIN(CASE WHEN [state] NOT IN ('loaded', 'skipped', 'refused', 'ignored', 'archived') THEN last_modified END) AS oldest_waiting
FROM sluice.[file]
WHERE [state] <> 'removed'
GROUP BY COALESCE(dataset, N''), CAST(last_modified AS date);
