-- Which threads are being answered, and by which process. Nothing of it matters after a crash of the database, so it is
-- not logged, and a commit that changes nothing else waits for no disk.
CREATE UNLOGGED TABLE thread_runs (
    user_id        TEXT        NOT NULL,
    thread_key     TEXT        NOT NULL COLLATE "C",
    -- A process.
    holder         TEXT        NOT NULL COLLATE "C",
    -- By the database's clock.
    expires_at     TIMESTAMPTZ NOT NULL,
    stop_requested BOOLEAN     NOT NULL DEFAULT FALSE,
    PRIMARY KEY (user_id, thread_key)
) WITH (fillfactor = 70);

CREATE INDEX thread_runs_by_holder ON thread_runs (holder);
