-- The definition that the last load was made with. Loads that failed with another one do not count as attempts at the file.
ALTER TABLE sluice.file ADD COLUMN attempt_fingerprint VARCHAR;
