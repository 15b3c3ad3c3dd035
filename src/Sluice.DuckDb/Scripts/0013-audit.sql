-- Who has changed something, or has taken all rows of an answer. Never a value of a row or of a request.
CREATE SEQUENCE sluice.audit_id;
CREATE TABLE sluice.audit (
    id BIGINT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    caller VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    roles VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    dataset VARCHAR,
    status BIGINT NOT NULL,
    "rows" BIGINT
);
