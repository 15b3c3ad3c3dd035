-- The ledger: the state of files, loads and rejects. Times are UTC.
CREATE SEQUENCE sluice.file_id;
CREATE SEQUENCE sluice.load_id;

CREATE TABLE sluice.file (
    id BIGINT PRIMARY KEY,
    path VARCHAR NOT NULL UNIQUE,
    dataset VARCHAR,
    state VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    last_modified TIMESTAMP NOT NULL,
    length BIGINT NOT NULL,
    "rows" BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    checkpoint_etag VARCHAR,
    checkpoint_offset BIGINT,
    checkpoint_lines BIGINT,
    checkpoint_rows BIGINT,
    checkpoint_rejected BIGINT,
    checkpoint_prefix_hash BLOB,
    checkpoint_header VARCHAR,
    checkpoint_delimiter VARCHAR,
    checkpoint_blob_kind VARCHAR,
    checkpoint_created_on TIMESTAMP,
    checkpoint_complete BOOLEAN,
    -- The last-modified time of the version whose rows are in the table, which a failed later version does not change.
    -- In a replace dataset, the file with the latest time is the table.
    rows_modified TIMESTAMP,
    version BIGINT NOT NULL,
    last_load BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    error VARCHAR,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE sluice.load (
    id BIGINT PRIMARY KEY,
    file VARCHAR NOT NULL,
    dataset VARCHAR,
    kind VARCHAR,
    state VARCHAR NOT NULL,
    "trigger" VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    "rows" BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    error VARCHAR,
    rejects_file VARCHAR
);

CREATE TABLE sluice.reject (
    load BIGINT NOT NULL,
    file VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    "row" BIGINT NOT NULL,
    line BIGINT NOT NULL,
    byte_offset BIGINT NOT NULL,
    error INTEGER NOT NULL,
    field VARCHAR,
    rule VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    raw_text VARCHAR NOT NULL
);

-- The write mode and key that each table was last prepared for. A new key must be unique in the existing rows.
CREATE TABLE sluice.dataset (
    name VARCHAR PRIMARY KEY,
    write_mode VARCHAR NOT NULL,
    primary_key VARCHAR NOT NULL
);
