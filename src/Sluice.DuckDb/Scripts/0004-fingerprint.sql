-- What the rows of a file were made by, and what the definition of today makes rows by. Rows are current if both are the same.
ALTER TABLE sluice.file ADD COLUMN fingerprint VARCHAR;
ALTER TABLE sluice.dataset ADD COLUMN fingerprint VARCHAR;

-- Files as they are queried. Only a file that was read can be current or not.
CREATE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    CASE WHEN f.state = 'removed' OR (f.checkpoint_etag IS NULL AND f.fingerprint IS NULL) OR d.name IS NULL THEN NULL
        ELSE f.fingerprint IS NOT DISTINCT FROM d.fingerprint END AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
