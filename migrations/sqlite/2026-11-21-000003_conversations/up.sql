CREATE TABLE conversations (
    -- AUTOINCREMENT: the number of a deleted conversation is never given again.
    id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id       TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- The user's revision at the conversation's last change.
    revision      INTEGER NOT NULL,
    title         TEXT,
    title_folded  TEXT,
    archived      INTEGER NOT NULL CHECK (archived IN (0, 1)),
    message_count INTEGER NOT NULL CHECK (message_count >= 0),
    created_at    TEXT    NOT NULL,
    updated_at    TEXT    NOT NULL,
    deleted_at    TEXT,
    CHECK ((title IS NULL) = (title_folded IS NULL))
) STRICT;

CREATE INDEX conversations_by_updated ON conversations (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX conversations_by_revision ON conversations (user_id, revision);
CREATE INDEX conversations_by_deletion ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE messages (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id         TEXT    NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role            TEXT    NOT NULL CHECK (role IN ('user', 'assistant')),
    content         TEXT    NOT NULL,
    content_folded  TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    -- The client's name for the request that brought a user's message.
    idempotency_key TEXT,
    -- What follows is the assistant's alone. `reply_to` has no foreign key: both go with their conversation.
    reply_to        INTEGER,
    status          TEXT CHECK (status IN ('in_progress', 'completed', 'interrupted', 'failed')),
    error_code      TEXT,
    -- A JSON array of calls, each with its result.
    tool_calls      TEXT,
    requests        INTEGER,
    input_tokens    INTEGER,
    output_tokens   INTEGER,
    CHECK ((role = 'assistant') = (reply_to IS NOT NULL)),
    CHECK ((role = 'assistant') = (status IS NOT NULL)),
    CHECK ((role = 'assistant') = (tool_calls IS NOT NULL))
) STRICT;

CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE UNIQUE INDEX messages_by_key ON messages (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
