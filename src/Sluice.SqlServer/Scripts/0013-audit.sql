-- Who has changed something, or has taken all rows of an answer. Never a value of a row or of a request.
CREATE TABLE sluice.[audit] (
    id bigint IDENTITY(1, 1) NOT NULL CONSTRAINT pk_audit PRIMARY KEY,
    answered_at datetime2(7) NOT NULL,
    caller nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    name nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    roles nvarchar(1024) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [action] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    dataset nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL,
    [status] bigint NOT NULL,
    [rows] bigint NULL
);
GO
CREATE INDEX ix_audit_answered_at ON sluice.[audit] (answered_at);
