-- Rows that were left out, because their key is erased.
ALTER TABLE sluice.file ADD COLUMN erased BIGINT DEFAULT 0;
ALTER TABLE sluice.file ADD COLUMN checkpoint_erased BIGINT;
ALTER TABLE sluice.load ADD COLUMN erased BIGINT DEFAULT 0;

-- The keys that were erased, as keyed hashes, each with the key that somebody asked to erase: one can go along with several. Ids ascend in the order in which tombstones become visible.
CREATE TABLE sluice.tombstone (
    id BIGINT PRIMARY KEY,
    dataset VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    root VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    erased_at TIMESTAMP NOT NULL,
    UNIQUE (dataset, hash, root)
);

-- The records of the lake that have an erased key. No index: DuckDB cannot delete a key and insert it again in one transaction.
CREATE TABLE sluice.remain (
    operation BIGINT NOT NULL,
    dataset VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    "row" BIGINT NOT NULL,
    line BIGINT NOT NULL
);

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE OR REPLACE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at,
    f.fingerprint = d.fingerprint AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
