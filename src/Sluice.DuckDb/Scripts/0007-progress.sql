-- The definition that the last load was made with. Loads that failed with another one do not count as attempts at the file.
ALTER TABLE sluice.file ADD COLUMN attempt_fingerprint VARCHAR;

-- What the counts of the operation have of a batch that is not done, as JSON. The end of the batch puts its counts in their place.
ALTER TABLE sluice.operation_batch ADD COLUMN progress VARCHAR;
