-- Per dataset and day: what the lake has, and what became of it. Files that match no dataset have an empty one. Files whose rows were
-- removed are left out.
CREATE VIEW sluice.reconciliation AS
SELECT COALESCE(dataset, N'') AS dataset, CAST(last_modified AS date) AS [day], COUNT_BIG(*) AS files, SUM([length]) AS [bytes],
    SUM(CAST(CASE WHEN [state] = 'loaded' THEN 1 ELSE 0 END AS bigint)) AS loaded,
    SUM(CAST(CASE WHEN [state] = 'refused' THEN 1 ELSE 0 END AS bigint)) AS refused,
    SUM(CAST(CASE WHEN [state] = 'ignored' THEN 1 ELSE 0 END AS bigint)) AS ignored,
    SUM(CAST(CASE WHEN [state] = 'archived' THEN 1 ELSE 0 END AS bigint)) AS archived,
    SUM(CAST(CASE WHEN [state] IN ('loaded', 'refused', 'ignored', 'archived') THEN 0 ELSE 1 END AS bigint)) AS waiting,
    MIN(CASE WHEN [state] NOT IN ('loaded', 'refused', 'ignored', 'archived') THEN last_modified END) AS oldest_waiting
FROM sluice.[file]
WHERE [state] <> 'removed'
GROUP BY COALESCE(dataset, N''), CAST(last_modified AS date);
