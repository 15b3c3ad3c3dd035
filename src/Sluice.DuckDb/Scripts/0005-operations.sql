-- Work on many files that was asked for. Its counts are those of the batches that are done.
CREATE SEQUENCE sluice.operation_id;

CREATE TABLE sluice.operation (
    id BIGINT PRIMARY KEY,
    kind VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    request VARCHAR NOT NULL,
    queued BOOLEAN NOT NULL,
    plan BIGINT NOT NULL,
    batches BIGINT NOT NULL,
    batches_done BIGINT NOT NULL,
    matched BIGINT NOT NULL,
    files BIGINT NOT NULL,
    files_done BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    busy BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    "rows" BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    length BIGINT NOT NULL,
    length_done BIGINT NOT NULL,
    "load" BIGINT,
    started_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    planned_at TIMESTAMP,
    finished_at TIMESTAMP,
    error VARCHAR
);

-- The batches of an operation. A batch that is done has a time, so that its counts are added once.
CREATE TABLE sluice.operation_batch (
    operation BIGINT NOT NULL,
    plan BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    files BIGINT NOT NULL,
    length BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    done_at TIMESTAMP,
    PRIMARY KEY (operation, plan, batch)
);

-- Operations as they are queried.
CREATE VIEW sluice.operations AS
SELECT id, kind, state, request, matched, files, files_done, unchanged, loaded, refused, failed, busy, waiting, removed, "rows", rejected,
    bytes, length, length_done, "load", started_at, updated_at, planned_at, finished_at,
    CAST(greatest(0, epoch(coalesce(finished_at, updated_at) - started_at)) AS DOUBLE) AS seconds, error
FROM sluice.operation;
