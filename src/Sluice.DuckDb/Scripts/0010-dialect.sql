-- How the rows of a file were read: the dialect as a Table Dialect descriptor, the row of the header (the last, if it has several; NULL
-- if it has none), and the encoding.
ALTER TABLE sluice.file ADD COLUMN dialect VARCHAR;
ALTER TABLE sluice.file ADD COLUMN header_row BIGINT;
ALTER TABLE sluice.file ADD COLUMN encoding VARCHAR;

-- Files as they are queried. NULL: the file was never read, is removed, was loaded before there were fingerprints, or has no dataset.
CREATE OR REPLACE VIEW sluice.files AS
SELECT f.id, f.path, f.dataset, f.state, f.etag, f.last_modified, f.length, f."rows", f.rejected, f.erased, f.last_load, f.attempts,
    f.next_try, f.error, f.updated_at, f.duplicate_of, f.dialect, f.header_row, f.encoding,
    f.fingerprint = d.fingerprint AS "current"
FROM sluice.file AS f LEFT JOIN sluice.dataset AS d ON d.name = f.dataset;
