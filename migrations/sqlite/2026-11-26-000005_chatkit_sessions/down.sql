DROP TABLE chatkit_sessions;
