use serde_json::Value;
use taskpilot_tasks::{Found, StatusFilter, Task, TaskError, TaskId};

use super::{Call, answer};
use crate::answer::{Candidate, FindAnswer, Match, due_text};
use crate::arguments::{FindTask, StatusWord};
use crate::fault::{ToolFault, no_task_called};
use crate::view::TaskView;

impl Call<'_> {
    pub(super) async fn find(&self, asked: FindTask) -> Result<Value, ToolFault> {
        let status = asked.status.map_or(StatusFilter::All, StatusFilter::from);
        let name = asked.name.trim();
        let found = self
            .tools
            .tasks
            .find(&self.caller.user, name, status)
            .await?;
        answer(&match found {
            Found::Exact(task) => self.one(Match::Exact, &task),
            Found::Partial(task) => self.one(Match::Partial, &task),
            Found::Candidates(tasks) => {
                let message = format!("{} tasks fit the name '{name}'.", tasks.len());
                self.many(Match::Several, &tasks, message)
            }
            Found::Close(tasks) => match self.numbered(name).await? {
                Some(task) => self.one(Match::Exact, &task),
                None => self.many(Match::Close, &tasks, no_task_called(name, &tasks)),
            },
            Found::None => match self.numbered(name).await? {
                Some(task) => self.one(Match::Exact, &task),
                None => self.many(Match::None, &[], no_task_called(name, &[])),
            },
        })
    }

    /// People say "task 3", and models pass it on as a name.
    async fn numbered(&self, name: &str) -> Result<Option<Task>, ToolFault> {
        let lower = name.to_lowercase();
        let number = lower.strip_prefix("task").unwrap_or(&lower);
        let Ok(number) = number.trim().trim_start_matches('#').parse() else {
            return Ok(None);
        };
        match self
            .tools
            .tasks
            .get(&self.caller.user, TaskId::new(number))
            .await
        {
            Ok(task) => Ok(Some(task)),
            Err(TaskError::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn one(&self, matched: Match, task: &Task) -> FindAnswer {
        let state = if task.is_completed() { "done" } else { "to do" };
        FindAnswer {
            matched,
            task: Some(TaskView::from(task)),
            due_text: due_text(task, &self.now),
            candidates: Vec::new(),
            message: format!("Task {} is '{}', {state}.", task.id, task.title),
        }
    }

    fn many(&self, matched: Match, tasks: &[Task], message: String) -> FindAnswer {
        FindAnswer {
            matched,
            task: None,
            due_text: None,
            candidates: Candidate::all(tasks, &self.now),
            message,
        }
    }
}

impl From<StatusWord> for StatusFilter {
    fn from(word: StatusWord) -> Self {
        match word {
            StatusWord::All => Self::All,
            StatusWord::Pending => Self::Pending,
            StatusWord::Completed => Self::Completed,
        }
    }
}
