-- The greatest keys before the checkpoint, by rule, as a JSON object: a tail whose keys are above them repeats none.
ALTER TABLE sluice.[file] ADD checkpoint_keys nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
