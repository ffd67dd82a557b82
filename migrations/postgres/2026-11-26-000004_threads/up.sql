-- What a client protocol keeps of a conversation: its own name for it, and a document beside title and times.
ALTER TABLE conversations
    ADD COLUMN thread_key TEXT COLLATE "C",
    ADD COLUMN thread     TEXT;

CREATE UNIQUE INDEX conversations_by_thread_key ON conversations (user_id, thread_key) WHERE thread_key IS NOT NULL;
CREATE INDEX conversations_by_number ON conversations (user_id, id) WHERE deleted_at IS NULL;

-- An item is what a client protocol shows beside messages, such as a widget.
ALTER TABLE messages
    DROP CONSTRAINT messages_role_check,
    ADD CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant', 'item')),
    -- What follows is for client protocols. A reply that is shown by items of its own is none itself.
    ADD COLUMN is_item  BOOLEAN NOT NULL DEFAULT true,
    -- The protocol's name for the item; without one it goes by its number.
    ADD COLUMN item_key TEXT COLLATE "C",
    -- The item as the protocol wrote it (text, because JSONB does not keep it); without one it is made of the message.
    ADD COLUMN item     TEXT,
    ADD CHECK (role <> 'item' OR (item_key IS NOT NULL AND item IS NOT NULL));

CREATE UNIQUE INDEX messages_by_item_key ON messages (conversation_id, item_key) WHERE item_key IS NOT NULL;

-- What people think of items.
CREATE TABLE item_ratings (
    -- An item's number.
    message_id BIGINT      NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    user_id    TEXT        NOT NULL,
    rating     TEXT        NOT NULL CHECK (rating IN ('positive', 'negative')),
    at         TIMESTAMPTZ NOT NULL
);

-- What is known of attachments; their bytes are elsewhere.
CREATE TABLE attachments (
    user_id         TEXT        NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    attachment_key  TEXT        NOT NULL COLLATE "C",
    -- Where it was sent, if it was.
    conversation_id BIGINT,
    attachment      TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, attachment_key)
);

CREATE INDEX attachments_by_time ON attachments (created_at) WHERE conversation_id IS NULL;
CREATE INDEX attachments_by_conversation ON attachments (conversation_id) WHERE conversation_id IS NOT NULL;
