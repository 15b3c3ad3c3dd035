-- The greatest keys before the checkpoint, by rule, as a JSON object. Appended rows with greater keys repeat none of them.
ALTER TABLE sluice.file ADD COLUMN checkpoint_keys VARCHAR;
