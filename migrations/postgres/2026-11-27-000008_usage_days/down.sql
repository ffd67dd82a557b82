DROP INDEX approvals_by_expiry;
DROP TABLE usage_days;
