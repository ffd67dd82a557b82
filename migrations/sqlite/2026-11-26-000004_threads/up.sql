-- What a client protocol keeps of a conversation: its own name for it, and a document beside title and times.
ALTER TABLE conversations ADD COLUMN thread_key TEXT;
ALTER TABLE conversations ADD COLUMN thread TEXT;

CREATE UNIQUE INDEX conversations_by_thread_key ON conversations (user_id, thread_key) WHERE thread_key IS NOT NULL;
CREATE INDEX conversations_by_number ON conversations (user_id, id) WHERE deleted_at IS NULL;

-- SQLite cannot change a CHECK, so the table is made anew: it also holds items that are no messages.
CREATE TABLE new_messages (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id         TEXT    NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    -- An item is what a client protocol shows beside messages, such as a widget.
    role            TEXT    NOT NULL CHECK (role IN ('user', 'assistant', 'item')),
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
    -- What follows is for client protocols. A reply that is shown by items of its own is none itself.
    is_item         INTEGER NOT NULL DEFAULT 1 CHECK (is_item IN (0, 1)),
    -- The protocol's name for the item; without one it goes by its number.
    item_key        TEXT,
    -- The item as the protocol wrote it; without one it is made of the message.
    item            TEXT,
    CHECK ((role = 'assistant') = (reply_to IS NOT NULL)),
    CHECK ((role = 'assistant') = (status IS NOT NULL)),
    CHECK ((role = 'assistant') = (tool_calls IS NOT NULL)),
    CHECK (role <> 'item' OR (item_key IS NOT NULL AND item IS NOT NULL))
) STRICT;

INSERT INTO new_messages (
    id, user_id, conversation_id, role, content, content_folded, created_at, idempotency_key,
    reply_to, status, error_code, tool_calls, requests, input_tokens, output_tokens
) SELECT
    id, user_id, conversation_id, role, content, content_folded, created_at, idempotency_key,
    reply_to, status, error_code, tool_calls, requests, input_tokens, output_tokens
FROM messages;

-- The number of a deleted message is never given again.
DELETE FROM sqlite_sequence WHERE name = 'new_messages';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_messages', seq FROM sqlite_sequence WHERE name = 'messages';

DROP TABLE messages;
ALTER TABLE new_messages RENAME TO messages;

CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
CREATE UNIQUE INDEX messages_by_key ON messages (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX messages_by_item_key ON messages (conversation_id, item_key) WHERE item_key IS NOT NULL;

-- What people think of items.
CREATE TABLE item_ratings (
    -- An item's number.
    message_id INTEGER NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id    TEXT    NOT NULL,
    rating     TEXT    NOT NULL CHECK (rating IN ('positive', 'negative')),
    at         TEXT    NOT NULL
) STRICT;

-- What is known of attachments; their bytes are elsewhere.
CREATE TABLE attachments (
    user_id         TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    attachment_key  TEXT    NOT NULL,
    -- Where it was sent, if it was.
    conversation_id INTEGER,
    attachment      TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    PRIMARY KEY (user_id, attachment_key)
) STRICT;

CREATE INDEX attachments_by_time ON attachments (created_at) WHERE conversation_id IS NULL;
CREATE INDEX attachments_by_conversation ON attachments (conversation_id) WHERE conversation_id IS NOT NULL;
