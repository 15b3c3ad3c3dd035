-- The definition that the last load was made with. Loads that failed with another one do not count as attempts at the file.
ALTER TABLE sluice.[file] ADD attempt_fingerprint nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL;
