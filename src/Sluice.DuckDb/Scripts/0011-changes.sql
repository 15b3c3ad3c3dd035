-- The differences between the columns of a file and the schema of its dataset, as a load found them. Never a value of the file.
CREATE TABLE sluice.change (
    load BIGINT NOT NULL,
    number BIGINT NOT NULL,
    "column" VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR,
    sample_kind VARCHAR,
    action VARCHAR NOT NULL,
    hint VARCHAR
);

-- The text columns that loads have added to tables, because files had them, with their headers.
CREATE TABLE sluice.added_column (
    id BIGINT NOT NULL,
    dataset VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    header VARCHAR NOT NULL
);

-- Changes as they are queried.
CREATE VIEW sluice.changes AS
SELECT c.load, c.number, l.file, l.dataset, c."column", c.change, c.before, c.after, c.sample_kind, c.action, c.hint,
    l.started_at AS seen_at
FROM sluice.change AS c JOIN sluice.load AS l ON l.id = c.load;
