-- Which attempt a load is, and when a failed one is tried again: no time means only a person has it tried again.
ALTER TABLE sluice.file ADD COLUMN next_try TIMESTAMP;
ALTER TABLE sluice.load ADD COLUMN attempt INTEGER DEFAULT 1;
ALTER TABLE sluice.load ADD COLUMN next_try TIMESTAMP;
