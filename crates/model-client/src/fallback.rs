use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_stream::stream;
use futures_util::StreamExt as _;

use crate::error::{ErrorKind, ModelError};
use crate::event::ModelEvent;
use crate::model::{Model, ModelStream};
use crate::request::ModelRequest;
use crate::retry::{RetryBudget, RetryPolicy};

/// Several models in order: the next one is asked when one fails before anything of its answer was shown.
///
/// Which failures make it switch is up to [`switching_on`](Self::switching_on). Unless told otherwise it switches
/// on all that another model, provider or key may do better: no access, no credit, no such model, too busy, down,
/// silent, cut, unreadable, too long a conversation. It does not switch where the next would fail the same way or
/// ought not to be tried: a bad request, refused content, a client set up wrongly, an answer beyond the limits.
///
/// All share one budget of attempts and time, that of the request or else as [`with_retry`](Self::with_retry) has
/// it, and one attempt is kept for each model still to be asked. A model that asks to wait is not waited for while
/// there is another.
///
/// A request that names a model means the first one; the others are asked for their own. Thoughts in the history
/// go to no other model than the one that had them, so a switch in mid-conversation is safe. Each switch is a
/// [`ModelEvent::ModelSwitched`], and the usage of the answer counts the attempts of all.
#[derive(Clone)]
pub struct FallbackModel {
    models: Arc<[Arc<dyn Model>]>,
    retry: RetryPolicy,
    switches: Arc<dyn Fn(&ModelError) -> bool + Send + Sync>,
}

impl FallbackModel {
    /// Returns a model that asks `first` and nobody else yet.
    pub fn new(first: impl Model + 'static) -> Self {
        Self {
            models: Arc::new([Arc::new(first)]),
            retry: RetryPolicy::default(),
            switches: Arc::new(|error| may_differ(&error.kind)),
        }
    }

    /// Asks `next` if those before it fail.
    #[must_use]
    pub fn or(mut self, next: impl Model + 'static) -> Self {
        let next: Arc<dyn Model> = Arc::new(next);
        self.models = self.models.iter().cloned().chain([next]).collect();
        self
    }

    /// Takes the attempts and the time of `retry` for all models together; each model is asked once in any case.
    /// How long a model waits between its own attempts is a matter of that model.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Switches on the failures for which `switches` says so, and on no others.
    #[must_use]
    pub fn switching_on(
        mut self,
        switches: impl Fn(&ModelError) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.switches = Arc::new(switches);
        self
    }

    fn budget(&self) -> RetryBudget {
        let switches = count(self.models.len()).saturating_sub(1);
        let further = self.retry.max_attempts.saturating_sub(1);
        RetryBudget::new(further.max(switches), self.retry.max_elapsed)
    }
}

/// Returns whether another model, provider or key may do better.
fn may_differ(kind: &ErrorKind) -> bool {
    !matches!(
        kind,
        ErrorKind::BadRequest
            | ErrorKind::ContentFilter
            | ErrorKind::Configuration
            | ErrorKind::TooLarge
    )
}

impl Model for FallbackModel {
    fn name(&self) -> &str {
        self.models.first().map_or("", |model| model.name())
    }

    fn provider(&self) -> &str {
        self.models.first().map_or("", |model| model.provider())
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        Box::pin(run(self.clone(), request))
    }
}

fn run(
    fallback: FallbackModel,
    mut request: ModelRequest,
) -> impl futures_core::Stream<Item = Result<ModelEvent, ModelError>> + Send {
    stream! {
        let budget = request.retry_budget.take().unwrap_or_else(|| fallback.budget());
        let mut after = count(fallback.models.len());
        let mut spent: u32 = 0;
        let mut is_visible = false;
        for (at, model) in fallback.models.iter().enumerate() {
            after = after.saturating_sub(1);
            let mut asked = request.clone();
            asked.retry_budget = Some(budget.keeping(after));
            let mut answer = model.stream(asked);
            let mut failure = loop {
                match answer.next().await {
                    Some(Ok(mut event)) => {
                        is_visible |= event.is_visible();
                        count_attempts(&mut event, spent);
                        yield Ok(event);
                    }
                    Some(Err(error)) => break error,
                    None => return,
                }
            };
            drop(answer);
            spent = spent.saturating_add(failure.attempts);
            failure.attempts = spent;
            let next = fallback.models.get(at.saturating_add(1)).filter(|_| !is_visible);
            let next = next.filter(|_| (fallback.switches)(&failure));
            let Some(next) = next.filter(|_| budget.take(Duration::ZERO)) else {
                yield Err(failure);
                return;
            };
            request.model = None;
            tracing::debug!(
                model.name = next.name(),
                error.code = failure.kind.code(),
                "another model is asked",
            );
            yield Ok(ModelEvent::ModelSwitched {
                model: next.name().to_owned(),
                cause: failure.kind,
            });
        }
    }
}

/// Adds the attempts of those who were asked before.
fn count_attempts(event: &mut ModelEvent, spent: u32) {
    if let ModelEvent::Finished(response) = event {
        response.usage.requests = response.usage.requests.saturating_add(spent.into());
    }
}

fn count(models: usize) -> u32 {
    u32::try_from(models).unwrap_or(u32::MAX)
}

impl fmt::Debug for FallbackModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.models.iter().map(|model| model.name()).collect();
        f.debug_struct("FallbackModel")
            .field("models", &names)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
