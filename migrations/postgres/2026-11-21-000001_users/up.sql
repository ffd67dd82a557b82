-- One row for each user who has data. Every write updates it first, so its lock puts the writes of one user in order.
CREATE TABLE users (
    user_id      TEXT   NOT NULL PRIMARY KEY,
    -- Counts the user's writes, to tasks and conversations together.
    revision     BIGINT NOT NULL CHECK (revision > 0),
    last_task_id BIGINT NOT NULL CHECK (last_task_id >= 0),
    -- How many tasks are not deleted. It may be wrong within a transaction that is about to be refused.
    live_tasks   BIGINT NOT NULL
) WITH (fillfactor = 70); -- Room beside each row lets its many updates stay on the page, out of the index.
