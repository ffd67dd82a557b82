ALTER TABLE messages DROP COLUMN retried_at;
