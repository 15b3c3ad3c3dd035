-- The greatest keys before the checkpoint, by rule, as a JSON object. Appended rows with greater keys repeat none of them.
ALTER TABLE sluice.[file] ADD checkpoint_keys nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
