-- Few loads are running. The sweep looks for those whose process has ended.
CREATE INDEX ix_load_running ON sluice.[load] (file_id) WHERE [state] = N'running';
