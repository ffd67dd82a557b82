CREATE TABLE conversations (
    id            BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       TEXT        NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- The user's revision at the conversation's last change.
    revision      BIGINT      NOT NULL,
    title         TEXT,
    title_folded  TEXT        COLLATE "C",
    archived      BOOLEAN     NOT NULL,
    message_count BIGINT      NOT NULL CHECK (message_count >= 0),
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL,
    deleted_at    TIMESTAMPTZ,
    CHECK ((title IS NULL) = (title_folded IS NULL))
);

CREATE INDEX conversations_by_updated ON conversations (user_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX conversations_by_revision ON conversations (user_id, revision);
CREATE INDEX conversations_by_deletion ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE messages (
    id              BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id         TEXT        NOT NULL,
    conversation_id BIGINT      NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role            TEXT        NOT NULL CHECK (role IN ('user', 'assistant')),
    content         TEXT        NOT NULL,
    content_folded  TEXT        NOT NULL COLLATE "C",
    created_at      TIMESTAMPTZ NOT NULL,
    -- The client's name for the request that brought a user's message.
    idempotency_key TEXT        COLLATE "C",
    -- What follows is the assistant's alone. `reply_to` has no foreign key: both go with their conversation.
    reply_to        BIGINT,
    status          TEXT CHECK (status IN ('in_progress', 'completed', 'interrupted', 'failed')),
    error_code      TEXT,
    -- A JSON array of calls, each with its result.
    tool_calls      JSONB,
    requests        BIGINT,
    input_tokens    BIGINT,
    output_tokens   BIGINT,
    CHECK ((role = 'assistant') = (reply_to IS NOT NULL)),
    CHECK ((role = 'assistant') = (status IS NOT NULL)),
    CHECK ((role = 'assistant') = (tool_calls IS NOT NULL))
);

CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE UNIQUE INDEX messages_by_key ON messages (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
