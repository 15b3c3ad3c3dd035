-- What the rows of a file were made by, and what the definition of today makes rows by. Rows are current if both are the same.
ALTER TABLE sluice.[file] ADD fingerprint nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sluice.dataset ADD fingerprint nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
GO

-- Files as they are queried. Only a file that was read can be current or not.
CREATE VIEW sluice.files AS
SELECT f.id, f.[path], f.dataset, f.[state], f.etag, f.last_modified, f.[length], f.[rows], f.rejected, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    CAST(CASE WHEN f.[state] = N'removed' OR (f.checkpoint_etag IS NULL AND f.fingerprint IS NULL) OR d.name IS NULL THEN NULL
        WHEN f.fingerprint = d.fingerprint THEN 1 ELSE 0 END AS bit) AS [current]
FROM sluice.[file] AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
