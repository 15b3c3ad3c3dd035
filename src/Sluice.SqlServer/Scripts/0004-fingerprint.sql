-- The fingerprint identifies the definition that a file was loaded with, and that of today. Rows are current if both are the same.
ALTER TABLE sluice.[file] ADD fingerprint nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sluice.dataset ADD fingerprint nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
GO

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE VIEW sluice.files AS
SELECT f.id, f.[path], f.dataset, f.[state], f.etag, f.last_modified, f.[length], f.[rows], f.rejected, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    CAST(CASE WHEN f.fingerprint = d.fingerprint THEN 1 WHEN f.fingerprint <> d.fingerprint THEN 0 END AS bit) AS [current]
FROM sluice.[file] AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
