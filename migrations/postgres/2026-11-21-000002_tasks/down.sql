DROP TABLE task_undo;
DROP TABLE tasks;
