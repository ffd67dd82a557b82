CREATE TABLE tasks (
    user_id          TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- Counted from 1 for each user.
    id               INTEGER NOT NULL CHECK (id > 0),
    version          INTEGER NOT NULL CHECK (version > 0),
    -- The user's revision at the task's last change.
    revision         INTEGER NOT NULL,
    title            TEXT    NOT NULL,
    title_folded     TEXT    NOT NULL,
    -- Title, description and tags, folded, a line each.
    search_text      TEXT    NOT NULL,
    description      TEXT,
    completed_at     TEXT,
    -- none 0, low 1, medium 2, high 3
    priority         INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    due_at           TEXT,
    due_all_day      INTEGER NOT NULL CHECK (due_all_day IN (0, 1)),
    list_name        TEXT,
    list_folded      TEXT,
    -- Each tag between commas, as in ',home,urgent,'; empty without tags.
    tags             TEXT    NOT NULL,
    recurrence_rule  TEXT,
    recurrence_basis TEXT CHECK (recurrence_basis IN ('schedule', 'completion')),
    created_at       TEXT    NOT NULL,
    updated_at       TEXT    NOT NULL,
    deleted_at       TEXT,
    PRIMARY KEY (user_id, id),
    CHECK ((list_name IS NULL) = (list_folded IS NULL)),
    CHECK ((recurrence_rule IS NULL) = (recurrence_basis IS NULL))
) STRICT;

-- One index for each sort; deleted tasks are in none of them.
CREATE INDEX tasks_by_created ON tasks (user_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_updated ON tasks (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_due ON tasks (user_id, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_priority ON tasks (user_id, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_title ON tasks (user_id, title_folded, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_revision ON tasks (user_id, revision, id);
CREATE INDEX tasks_by_deletion ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE task_undo (
    user_id TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    token   TEXT    NOT NULL,
    -- What is needed to take the change set back: a JSON array, one entry for each change.
    entries TEXT    NOT NULL,
    spent   INTEGER NOT NULL CHECK (spent IN (0, 1)),
    at      TEXT    NOT NULL,
    PRIMARY KEY (user_id, token)
) STRICT;

CREATE INDEX task_undo_by_time ON task_undo (at);
