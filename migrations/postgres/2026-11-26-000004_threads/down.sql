DROP TABLE attachments;
DROP TABLE item_ratings;
-- What was shown beside messages is lost.
DELETE FROM messages WHERE role = 'item';
DROP INDEX messages_by_item_key;
ALTER TABLE messages
    DROP COLUMN item,
    DROP COLUMN item_key,
    DROP COLUMN is_item,
    DROP CONSTRAINT messages_role_check,
    ADD CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant'));
DROP INDEX conversations_by_number;
DROP INDEX conversations_by_thread_key;
ALTER TABLE conversations DROP COLUMN thread, DROP COLUMN thread_key;
