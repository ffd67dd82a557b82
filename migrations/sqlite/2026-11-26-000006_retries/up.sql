-- When the turn that a user's message began was last tried again: of two that try at once, one must not.
ALTER TABLE messages ADD COLUMN retried_at TEXT;
