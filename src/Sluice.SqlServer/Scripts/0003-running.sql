-- Loads that are running are few among many: the sweep looks for those that nobody is at work on any more.
CREATE INDEX ix_load_running ON sluice.[load] (file_id) WHERE [state] = N'running';
