-- The content that the rows of a file are of, as its length and hash, and the first file of the dataset that had the same content.
ALTER TABLE sluice.file ADD COLUMN content VARCHAR;
ALTER TABLE sluice.file ADD COLUMN duplicate_of BIGINT;

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE OR REPLACE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at, f.duplicate_of,
    f.fingerprint = d.fingerprint AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;

-- Per dataset and day: what the lake has, and what became of it. Files that match no dataset have an empty one. Files whose rows were
-- removed are left out.
CREATE OR REPLACE VIEW sluice.reconciliation AS
SELECT coalesce(dataset, '') AS dataset, CAST(last_modified AS DATE) AS "day", count(*) AS files, CAST(sum(length) AS BIGINT) AS bytes,
    count(*) FILTER (state = 'loaded') AS loaded, count(*) FILTER (state = 'skipped') AS skipped,
    count(*) FILTER (state = 'refused') AS refused,
    count(*) FILTER (state = 'ignored') AS ignored, count(*) FILTER (state = 'archived') AS archived,
    count(*) FILTER (state NOT IN ('loaded', 'skipped', 'refused', 'ignored', 'archived')) AS waiting,
    min(last_modified) FILTER (state NOT IN ('loaded', 'skipped', 'refused', 'ignored', 'archived')) AS oldest_waiting
FROM sluice.file
WHERE state <> 'removed'
GROUP BY ALL;
