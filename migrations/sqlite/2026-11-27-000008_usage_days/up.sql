-- What each user's model calls cost in a day (UTC), for the daily limits.
CREATE TABLE usage_days (
    user_id    TEXT    NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
    -- As in 2026-11-27, which sorts as time does.
    day        TEXT    NOT NULL,
    tokens     INTEGER NOT NULL CHECK (tokens >= 0),
    -- Billionths of a US dollar.
    cost_nanos INTEGER NOT NULL CHECK (cost_nanos >= 0),
    PRIMARY KEY (user_id, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_days_by_day ON usage_days (day);
-- For the removal of approvals that are over.
CREATE INDEX approvals_by_expiry ON approvals (expires_at);
