-- Calls of tools that wait for a person's word, and what was said.
CREATE TABLE approvals (
    approval_id     TEXT    NOT NULL PRIMARY KEY,
    user_id         TEXT    NOT NULL,
    conversation_id INTEGER NOT NULL,
    -- The reply that stopped there; it goes with its conversation, and this with it.
    message_id      INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    -- What the person was shown, as JSON.
    shown           TEXT    NOT NULL,
    -- The run that waits, as JSON; empty once a word was said.
    state           TEXT    NOT NULL,
    -- Which kinds of action wait, separated by spaces.
    kinds           TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    expires_at      TEXT    NOT NULL,
    decided_at      TEXT,
    verdict         TEXT CHECK (verdict IN ('approved', 'rejected', 'always', 'superseded')),
    CHECK ((decided_at IS NULL) = (verdict IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX approvals_by_conversation ON approvals (conversation_id, message_id);
CREATE INDEX approvals_by_message ON approvals (message_id);
