CREATE TABLE tasks (
    user_id          TEXT        NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- Counted from 1 for each user.
    id               BIGINT      NOT NULL CHECK (id > 0),
    version          BIGINT      NOT NULL CHECK (version > 0),
    -- The user's revision at the task's last change.
    revision         BIGINT      NOT NULL,
    title            TEXT        NOT NULL,
    title_folded     TEXT        NOT NULL COLLATE "C",
    -- Title, description and tags, folded, a line each.
    search_text      TEXT        NOT NULL COLLATE "C",
    description      TEXT,
    completed_at     TIMESTAMPTZ,
    -- none 0, low 1, medium 2, high 3
    priority         BIGINT      NOT NULL CHECK (priority BETWEEN 0 AND 3),
    due_at           TIMESTAMPTZ,
    due_all_day      BOOLEAN     NOT NULL,
    list_name        TEXT,
    list_folded      TEXT        COLLATE "C",
    -- Each tag between commas, as in ',home,urgent,'; empty without tags.
    tags             TEXT        NOT NULL COLLATE "C",
    recurrence_rule  TEXT,
    recurrence_basis TEXT CHECK (recurrence_basis IN ('schedule', 'completion')),
    created_at       TIMESTAMPTZ NOT NULL,
    updated_at       TIMESTAMPTZ NOT NULL,
    deleted_at       TIMESTAMPTZ,
    PRIMARY KEY (user_id, id),
    CHECK ((list_name IS NULL) = (list_folded IS NULL)),
    CHECK ((recurrence_rule IS NULL) = (recurrence_basis IS NULL))
);

-- One index for each sort; deleted tasks are in none of them.
CREATE INDEX tasks_by_created ON tasks (user_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_updated ON tasks (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_due ON tasks (user_id, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_priority ON tasks (user_id, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_title ON tasks (user_id, title_folded, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_revision ON tasks (user_id, revision, id);
CREATE INDEX tasks_by_deletion ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE task_undo (
    user_id TEXT        NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    token   TEXT        NOT NULL COLLATE "C",
    -- What is needed to take the change set back: a JSON array, one entry for each change.
    entries JSONB       NOT NULL,
    spent   BOOLEAN     NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, token)
);

CREATE INDEX task_undo_by_time ON task_undo (at);
