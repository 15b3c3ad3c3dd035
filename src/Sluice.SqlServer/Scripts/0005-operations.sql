-- Work on many files that was asked for. Its counts are those of the batches that are done.
CREATE TABLE sluice.operation (
    id bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_operation PRIMARY KEY,
    -- Identifies the call that recorded the operation: a call that is repeated after a lost answer finds its operation.
    token uniqueidentifier NOT NULL CONSTRAINT uq_operation_token UNIQUE,
    kind nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [state] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    request nvarchar(4000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    queued bit NOT NULL,
    [plan] bigint NOT NULL,
    batches bigint NOT NULL,
    batches_done bigint NOT NULL,
    matched bigint NOT NULL,
    files bigint NOT NULL,
    files_done bigint NOT NULL,
    unchanged bigint NOT NULL,
    loaded bigint NOT NULL,
    refused bigint NOT NULL,
    failed bigint NOT NULL,
    busy bigint NOT NULL,
    waiting bigint NOT NULL,
    removed bigint NOT NULL,
    [rows] bigint NOT NULL,
    rejected bigint NOT NULL,
    [bytes] bigint NOT NULL,
    [length] bigint NOT NULL,
    length_done bigint NOT NULL,
    [load] bigint NULL,
    started_at datetime2(7) NOT NULL,
    updated_at datetime2(7) NOT NULL,
    planned_at datetime2(7) NULL,
    finished_at datetime2(7) NULL,
    error nvarchar(4000) COLLATE Latin1_General_100_BIN2 NULL
);
GO

-- Few operations are running. The sweep looks for those whose process has ended.
CREATE INDEX ix_operation_running ON sluice.operation (id) WHERE [state] = N'running';
GO

-- The batches of an operation. A batch that is done has a time, so that its counts are added once.
CREATE TABLE sluice.operation_batch (
    operation bigint NOT NULL,
    [plan] bigint NOT NULL,
    batch bigint NOT NULL,
    files bigint NOT NULL,
    [length] bigint NOT NULL,
    attempts bigint NOT NULL,
    done_at datetime2(7) NULL,
    CONSTRAINT pk_operation_batch PRIMARY KEY (operation, [plan], batch)
);
GO

-- Operations as they are queried.
CREATE VIEW sluice.operations AS
SELECT id, kind, [state], request, matched, files, files_done, unchanged, loaded, refused, failed, busy, waiting, removed, [rows], rejected,
    [bytes], [length], length_done, [load], started_at, updated_at, planned_at, finished_at,
    CASE WHEN COALESCE(finished_at, updated_at) > started_at
        THEN CAST(DATEDIFF_BIG(millisecond, started_at, COALESCE(finished_at, updated_at)) AS float) / 1000 ELSE CAST(0 AS float)
        END AS seconds, error
FROM sluice.operation;
