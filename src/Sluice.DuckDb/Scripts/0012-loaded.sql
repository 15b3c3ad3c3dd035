-- When rows of a file were last loaded: rows are new since then. For files that were loaded before, it is the last change of the file.
ALTER TABLE sluice.file ADD COLUMN loaded_at TIMESTAMP;
UPDATE sluice.file SET loaded_at = updated_at WHERE checkpoint_etag IS NOT NULL;

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE OR REPLACE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at, f.loaded_at, f.duplicate_of, f.dialect, f.header_row, f.encoding,
    f.fingerprint = d.fingerprint AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
