-- The differences between the columns of a file and the schema of its dataset, as a load found them. Never a value of the file.
CREATE TABLE sluice.[change] (
    [load] bigint NOT NULL,
    number bigint NOT NULL,
    [column] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [change] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    before nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    after nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    sample_kind nvarchar(16) COLLATE Latin1_General_100_BIN2 NULL,
    [action] nvarchar(16) COLLATE Latin1_General_100_BIN2 NOT NULL,
    hint nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_change PRIMARY KEY ([load], number)
);
GO

-- The text columns that loads have added to tables, because files had them, with their headers.
CREATE TABLE sluice.added_column (
    id bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_added_column PRIMARY KEY,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    header nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT uq_added_column_name UNIQUE (dataset, name)
);
GO

-- Changes as they are queried.
CREATE VIEW sluice.changes AS
SELECT c.[load], c.number, l.[file], l.dataset, c.[column], c.[change], c.before, c.after, c.sample_kind, c.[action], c.hint,
    l.started_at AS seen_at
FROM sluice.[change] AS c JOIN sluice.[load] AS l ON l.id = c.[load];
