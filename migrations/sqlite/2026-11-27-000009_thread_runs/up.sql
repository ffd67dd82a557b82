-- Which threads are being answered, and by which process. On SQLite there is one process, which keeps its runs apart in
-- memory; the table is here so that both databases have the same.
CREATE TABLE thread_runs (
    user_id        TEXT    NOT NULL,
    thread_key     TEXT    NOT NULL,
    -- A process.
    holder         TEXT    NOT NULL,
    -- By the database's clock.
    expires_at     TEXT    NOT NULL,
    stop_requested INTEGER NOT NULL DEFAULT FALSE CHECK (stop_requested IN (0, 1)),
    PRIMARY KEY (user_id, thread_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_runs_by_holder ON thread_runs (holder);
