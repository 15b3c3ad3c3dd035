-- Per dataset and day: what the lake has, and what became of it. Files that match no dataset have an empty one. Files whose rows were
-- removed are left out.
CREATE VIEW sluice.reconciliation AS
SELECT coalesce(dataset, '') AS dataset, CAST(last_modified AS DATE) AS "day", count(*) AS files, CAST(sum(length) AS BIGINT) AS bytes,
    count(*) FILTER (state = 'loaded') AS loaded, count(*) FILTER (state = 'refused') AS refused,
    count(*) FILTER (state = 'ignored') AS ignored, count(*) FILTER (state = 'archived') AS archived,
    count(*) FILTER (state NOT IN ('loaded', 'refused', 'ignored', 'archived')) AS waiting,
    min(last_modified) FILTER (state NOT IN ('loaded', 'refused', 'ignored', 'archived')) AS oldest_waiting
FROM sluice.file
WHERE state <> 'removed'
GROUP BY ALL;
