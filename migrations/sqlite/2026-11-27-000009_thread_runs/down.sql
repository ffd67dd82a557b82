DROP TABLE thread_runs;
