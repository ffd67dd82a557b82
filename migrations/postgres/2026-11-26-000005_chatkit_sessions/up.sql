-- Secrets that open ChatKit for a while. Only their hashes are kept.
CREATE TABLE chatkit_sessions (
    session_id  TEXT        NOT NULL COLLATE "C" PRIMARY KEY,
    user_id     TEXT        NOT NULL,
    -- SHA-256 of the secret, in base64url.
    secret_hash TEXT        NOT NULL COLLATE "C",
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    revoked_at  TIMESTAMPTZ
);

CREATE UNIQUE INDEX chatkit_sessions_by_secret ON chatkit_sessions (secret_hash);
CREATE INDEX chatkit_sessions_by_expiry ON chatkit_sessions (expires_at);
