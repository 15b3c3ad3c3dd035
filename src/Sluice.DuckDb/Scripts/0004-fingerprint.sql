-- The fingerprint identifies the definition that a file was loaded with, and that of today. Rows are current if both are the same.
ALTER TABLE sluice.file ADD COLUMN fingerprint VARCHAR;
ALTER TABLE sluice.dataset ADD COLUMN fingerprint VARCHAR;

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    f.fingerprint = d.fingerprint AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
