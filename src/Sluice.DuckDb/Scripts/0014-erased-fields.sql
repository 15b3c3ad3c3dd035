-- The names of the fields that were the primary key of an erased key, as a JSON array. NULL: an earlier version has erased it.
ALTER TABLE sluice.tombstone ADD COLUMN fields VARCHAR;
