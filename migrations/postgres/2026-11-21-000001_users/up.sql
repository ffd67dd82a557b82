-- One row for each user who has data. Every write updates it first, so its lock puts the writes of one user in order.
CREATE TABLE users (
    user_id      TEXT   NOT NULL PRIMARY KEY,
    -- Counts the user's writes, to tasks and conversations together.
    revision     BIGINT NOT NULL CHECK (revision > 0),
    last_task_id BIGINT NOT NULL CHECK (last_task_id >= 0),
    -- How many tasks are not deleted.
    live_tasks   BIGINT NOT NULL CHECK (live_tasks >= 0)
) WITH (fillfactor = 70); -- Room beside each row lets its many updates stay on the page, out of the index.
