//! What changes, as it changes: one stream per open page, fed by the stores themselves.
//!
//! A change is a row whose revision is greater than what the reader has seen, so a stream can begin anywhere,
//! misses nothing, and needs no log of events. Writers of this process wake the readers through the
//! [`ChangeHub`]; writers of other processes are found by asking for the user's revision every few seconds.

mod hub;
mod stores;

use std::time::Duration;

use crate::error::cause;
use async_stream::stream;
use futures_core::Stream;
use taskpilot_context::{Revision, UserId};
use taskpilot_conversations::{Conversation, ConversationError, ConversationService};
use taskpilot_tasks::{Task, TaskError, TaskService};

pub use hub::ChangeHub;
pub use stores::{notifying, notifying_threads};

/// How often a reader asks whether another process changed something.
const POLL: Duration = Duration::from_secs(2);

/// Most rows of each kind read at once.
const BATCH: u32 = 200;

/// A row as it is now.
#[derive(Debug, Clone, PartialEq)]
pub enum LiveChange {
    /// A task was created or changed; if [`Task::deleted_at`] is set, it is gone.
    Task(Task),
    /// A conversation began or changed; if [`Conversation::deleted_at`] is set, it is gone.
    Conversation(Conversation),
}

/// One step of a live stream.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "made and consumed one at a time")]
pub enum LiveEvent {
    /// The stream is open; what follows came after this revision.
    Ready(Revision),
    /// The reader has seen a revision that does not exist (the database was restored): load everything again.
    Reset(Revision),
    /// Something changed.
    Change {
        /// When, among the user's changes.
        revision: Revision,
        /// What.
        change: LiveChange,
        /// Whether this is the last change of its revision, so that a stream may resume after it.
        last: bool,
    },
}

/// Opens live streams; cheap to clone.
#[derive(Clone)]
pub struct LiveUpdates {
    tasks: TaskService,
    conversations: ConversationService,
    hub: ChangeHub,
}

/// The changes could not be read.
#[derive(Debug, thiserror::Error)]
enum LiveError {
    #[error("could not read the tasks' changes")]
    Tasks(#[from] TaskError),
    #[error("could not read the conversations' changes")]
    Conversations(#[from] ConversationError),
}

impl LiveUpdates {
    /// Reads through the services; `hub` is the one the stores were wrapped with by [`notifying`].
    pub fn new(tasks: TaskService, conversations: ConversationService, hub: ChangeHub) -> Self {
        Self {
            tasks,
            conversations,
            hub,
        }
    }

    /// Streams the user's changes after `since` (from now on, if `None`).
    ///
    /// It ends when the store fails; the reader comes back with the last revision it saw.
    pub fn stream(
        &self,
        user: UserId,
        since: Option<Revision>,
    ) -> impl Stream<Item = LiveEvent> + Send + 'static + use<> {
        let this = self.clone();
        stream! {
            let mut wake = this.hub.subscribe(&user);
            let Ok(current) = this.tasks.revision(&user).await else { return };
            let mut seen = match since {
                Some(since) if since > current => {
                    yield LiveEvent::Reset(current);
                    current
                }
                since => since.unwrap_or(current),
            };
            yield LiveEvent::Ready(seen);
            let mut may_have_changed = seen < current;
            loop {
                while may_have_changed {
                    let batch = match this.read(&user, seen).await {
                        Ok(batch) => batch,
                        Err(error) => {
                            tracing::warn!(error = cause(&error), "a live stream ends");
                            return;
                        }
                    };
                    may_have_changed = batch.more;
                    seen = batch.whole_up_to;
                    for event in events(batch.changes) {
                        yield event;
                    }
                }
                may_have_changed = match tokio::time::timeout(POLL, wake.changed()).await {
                    Ok(()) => true,
                    Err(_) => match this.tasks.revision(&user).await {
                        Ok(current) => current > seen,
                        Err(_) => return,
                    },
                };
            }
        }
    }

    async fn read(&self, user: &UserId, seen: Revision) -> Result<Batch, LiveError> {
        // Both lists are read after this, so together they hold every change up to it.
        let known = self.tasks.revision(user).await?;
        let tasks = self.tasks.changed_since(user, seen, BATCH).await?;
        let conversations = self.conversations.changed_since(user, seen, BATCH).await?;
        let tasks = tasks
            .into_iter()
            .map(|(revision, task)| (revision, LiveChange::Task(task)));
        let conversations = conversations
            .into_iter()
            .map(|(revision, conversation)| (revision, LiveChange::Conversation(conversation)));
        Ok(merge(known, tasks.collect(), conversations.collect()))
    }
}

struct Batch {
    changes: Vec<(Revision, LiveChange)>,
    /// Nothing up to this revision is missing.
    whole_up_to: Revision,
    more: bool,
}

/// Joins both lists in order of revision, up to where both are known to be whole.
///
/// A list as long as the limit may go on after its last revision. What came after `known` may have come between
/// the two reads, so it is left for the next.
fn merge(
    known: Revision,
    tasks: Vec<(Revision, LiveChange)>,
    conversations: Vec<(Revision, LiveChange)>,
) -> Batch {
    let limit = usize::try_from(BATCH).unwrap_or(usize::MAX);
    let end = |list: &[(Revision, LiveChange)]| {
        let last = list.last().map(|(revision, _)| *revision)?;
        (list.len() >= limit).then_some(last)
    };
    let ends = [Some(known), end(&tasks), end(&conversations)];
    let whole_up_to = ends.into_iter().flatten().min().unwrap_or(known);
    let mut changes: Vec<_> = tasks.into_iter().chain(conversations).collect();
    let read = changes.len();
    changes.retain(|(revision, _)| *revision <= whole_up_to);
    changes.sort_by_key(|(revision, _)| *revision);
    let more = changes.len() < read || whole_up_to < known;
    Batch {
        changes,
        whole_up_to,
        more,
    }
}

fn events(changes: Vec<(Revision, LiveChange)>) -> impl Iterator<Item = LiveEvent> {
    let mut changes = changes.into_iter().peekable();
    std::iter::from_fn(move || {
        let (revision, change) = changes.next()?;
        let last = changes.peek().is_none_or(|(next, _)| *next != revision);
        Some(LiveEvent::Change {
            revision,
            change,
            last,
        })
    })
}
