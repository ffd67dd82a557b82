use taskpilot_tasks::{Found, StatusFilter, Task, TaskId, fold};

use super::Call;
use crate::answer::Candidate;
use crate::fault::{FaultCode, FieldFault, ToolFault};

impl Call<'_> {
    /// Returns the one task that is meant by its number or its name.
    ///
    /// Of tasks with fitting names those with the status `preferred` are meant, unless another one has
    /// that very name.
    pub(super) async fn target(
        &self,
        id: Option<i64>,
        title: (&'static str, Option<&str>),
        preferred: StatusFilter,
    ) -> Result<Task, ToolFault> {
        let (field, title) = title;
        match (id, title) {
            (Some(id), title) => {
                let task = self
                    .tools
                    .tasks
                    .get(&self.caller.user, TaskId::new(id))
                    .await?;
                agree(&task, field, title)?;
                Ok(task)
            }
            (None, Some(title)) => self.named(title, preferred).await,
            (None, None) => {
                let message = format!("is required, or {field} with the task's name");
                Err(ToolFault::invalid(vec![FieldFault::new(
                    "task_id", message,
                )]))
            }
        }
    }

    async fn named(&self, title: &str, preferred: StatusFilter) -> Result<Task, ToolFault> {
        if preferred == StatusFilter::All {
            return self.the_one(title, self.search(title, preferred).await?);
        }
        match self.search(title, preferred).await? {
            Found::Exact(task) => Ok(task),
            Found::Partial(task) => match self.search(title, StatusFilter::All).await? {
                Found::Exact(other) => Ok(other),
                _ => Ok(task),
            },
            found @ Found::Candidates(_) => self.the_one(title, found),
            Found::Close(_) | Found::None => {
                self.the_one(title, self.search(title, StatusFilter::All).await?)
            }
        }
    }

    async fn search(&self, title: &str, status: StatusFilter) -> Result<Found, ToolFault> {
        Ok(self
            .tools
            .tasks
            .find(&self.caller.user, title, status)
            .await?)
    }

    fn the_one(&self, title: &str, found: Found) -> Result<Task, ToolFault> {
        match found {
            Found::Exact(task) | Found::Partial(task) => Ok(task),
            Found::Candidates(tasks) => Err(ToolFault::new(
                FaultCode::Ambiguous,
                format!("Several tasks fit the name '{title}'."),
            )
            .candidates(Candidate::all(&tasks, &self.now))
            .hint("Ask which one is meant, then call again with its task_id.")),
            Found::Close(tasks) => {
                let candidates = Candidate::all(&tasks, &self.now);
                Err(ToolFault::no_task_called(title, &tasks, candidates))
            }
            Found::None => Err(ToolFault::no_task_called(title, &[], Vec::new())),
        }
    }
}

/// A number and a name that do not belong together are a mix-up, and acting on either could be wrong.
fn agree(task: &Task, field: &'static str, title: Option<&str>) -> Result<(), ToolFault> {
    let Some(title) = title else {
        return Ok(());
    };
    let (asked, present) = (fold(title), fold(&task.title));
    if present.contains(&asked) || asked.contains(&present) {
        return Ok(());
    }
    let message = format!("task {} is called '{}', not '{title}'", task.id, task.title);
    Err(ToolFault::invalid(vec![FieldFault::new(field, message)])
        .candidates(Vec::new())
        .hint("Give only the number or only the name."))
}
