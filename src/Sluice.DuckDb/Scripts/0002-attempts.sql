-- The number of the attempt, and when a failed load is tried again. NULL means that only a person starts it again.
ALTER TABLE sluice.file ADD COLUMN next_try TIMESTAMP;
ALTER TABLE sluice.load ADD COLUMN attempt INTEGER DEFAULT 1;
ALTER TABLE sluice.load ADD COLUMN next_try TIMESTAMP;
