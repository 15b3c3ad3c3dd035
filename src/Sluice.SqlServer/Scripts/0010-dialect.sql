-- How the rows of a file were read: the dialect as a Table Dialect descriptor, the row of the header (the last, if it has several; NULL
-- if it has none), and the encoding.
ALTER TABLE sluice.[file] ADD dialect nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sluice.[file] ADD header_row bigint NULL;
GO
ALTER TABLE sluice.[file] ADD encoding nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL;
GO

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
DROP VIEW sluice.files;
GO
CREATE VIEW sluice.files AS
SELECT f.id, f.[path], f.dataset, f.[state], f.etag, f.last_modified, f.[length], f.[rows], f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at, f.duplicate_of, f.dialect, f.header_row, f.encoding,
    CAST(CASE WHEN f.fingerprint = d.fingerprint THEN 1 WHEN f.fingerprint <> d.fingerprint THEN 0 END AS bit) AS [current]
FROM sluice.[file] AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
