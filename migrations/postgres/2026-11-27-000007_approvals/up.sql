-- Calls of tools that wait for a person's word, and what was said.
CREATE TABLE approvals (
    approval_id     TEXT        NOT NULL COLLATE "C" PRIMARY KEY,
    user_id         TEXT        NOT NULL,
    conversation_id BIGINT      NOT NULL,
    -- The reply that stopped there; it goes with its conversation, and this with it.
    message_id      BIGINT      NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    -- What the person was shown, as JSON.
    shown           TEXT        NOT NULL,
    -- The run that waits, as JSON; empty once a word was said.
    state           TEXT        NOT NULL,
    -- Which kinds of action wait, separated by spaces.
    kinds           TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    decided_at      TIMESTAMPTZ,
    verdict         TEXT CHECK (verdict IN ('approved', 'rejected', 'always', 'superseded')),
    CHECK ((decided_at IS NULL) = (verdict IS NULL))
);

CREATE INDEX approvals_by_conversation ON approvals (conversation_id, message_id);
CREATE INDEX approvals_by_message ON approvals (message_id);
