-- The greatest keys before the checkpoint, by rule, as a JSON object: a tail whose keys are above them repeats none.
ALTER TABLE sluice.file ADD COLUMN checkpoint_keys VARCHAR;
