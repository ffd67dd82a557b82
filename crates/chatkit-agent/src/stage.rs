use std::sync::{Arc, Mutex, PoisonError};

use futures_core::Stream;
use futures_util::{StreamExt as _, pin_mut};
use jiff::Timestamp;
use serde_json::{Map, Value};
use taskpilot_chatkit::widget::WidgetRoot;
use taskpilot_chatkit::{
    ClientToolCall, Emitter, Event, ItemBody, ItemId, ItemUpdate, Known, StreamError, Summary,
    Task, ThreadItem, Turn, Workflow, WorkflowItem, WorkflowKind,
};
use tokio_util::sync::CancellationToken;

/// Where a run and its tools show what they do; clones show it in the same place.
///
/// Give one to the tools (in the application's context) and one to [`stream_run`](crate::stream_run). One workflow is
/// open at a time: an item of another kind ends it first, so that what is shown stays in order.
pub struct Stage<Cx> {
    turn: Turn<Cx>,
    out: Emitter,
    shared: Arc<Mutex<Shared>>,
    stop: CancellationToken,
}

#[derive(Default)]
struct Shared {
    workflow: Option<Open>,
    /// All items of this turn that the client knows of.
    shown: Vec<ItemId>,
    client_tool: Option<ClientToolCall>,
}

/// The workflow under way.
struct Open {
    item: ThreadItem,
    workflow: Workflow,
    began: Timestamp,
    /// Whether the client knows of it. One without steps is not shown.
    is_shown: bool,
}

impl<Cx> Clone for Stage<Cx> {
    fn clone(&self) -> Self {
        Self {
            turn: self.turn.clone(),
            out: self.out.clone(),
            shared: Arc::clone(&self.shared),
            stop: self.stop.clone(),
        }
    }
}

impl<Cx: Send + Sync + 'static> Stage<Cx> {
    /// Returns a stage in a turn, that speaks through `out`. `stop` is the run's own token
    /// (`RunOptions::cancel`): a tool of the client's ends the run, which goes on with the client's answer.
    pub fn new(turn: Turn<Cx>, out: Emitter, stop: CancellationToken) -> Self {
        Self {
            turn,
            out,
            shared: Arc::default(),
            stop,
        }
    }

    /// Returns the turn.
    pub fn turn(&self) -> &Turn<Cx> {
        &self.turn
    }

    /// Says an event. An item that begins or is done ends the workflow under way.
    ///
    /// # Errors
    /// If the workflow cannot be written as JSON, which workflows always can.
    pub async fn send(&self, event: Event) -> Result<(), StreamError> {
        let is_other = match &event {
            Event::ItemAdded(item) | Event::ItemDone(item) => !item.kind().is_hidden(),
            _ => false,
        };
        if is_other {
            self.end_workflow(None, false).await?;
        }
        self.say(event).await;
        Ok(())
    }

    /// Takes back all that was shown in this turn, and stored of it; what tools do is not undone.
    ///
    /// The workflow under way goes, too. Items that are shown later stay.
    pub async fn retract(&self) {
        let shown = {
            let mut shared = self.shared();
            shared.workflow = None;
            std::mem::take(&mut shared.shown)
        };
        for item in shown {
            self.out.send(Event::ItemRemoved(item)).await;
        }
    }

    /// Says an event, and remembers which item it shows.
    async fn say(&self, event: Event) {
        self.shared().note(&event);
        self.out.send(event).await;
    }

    /// Shows what is going on, until the turn is over.
    pub async fn progress(&self, text: impl Into<String>) {
        self.out.send(Event::progress(text)).await;
    }

    /// Has the page around the chat do something.
    pub async fn effect(&self, name: impl Into<String>, data: Map<String, Value>) {
        self.out.send(Event::effect(name, data)).await;
    }

    /// Shows a widget.
    ///
    /// # Errors
    /// See [`Emitter::widget`].
    pub async fn widget(
        &self,
        widget: impl Into<WidgetRoot>,
        copy_text: Option<String>,
    ) -> Result<ThreadItem, StreamError> {
        self.end_workflow(None, false).await?;
        let item = self.out.widget(&self.turn, widget, copy_text).await?;
        self.shared().shows(item.id());
        Ok(item)
    }

    /// Shows a widget while it changes.
    ///
    /// # Errors
    /// See [`Emitter::widget_states`].
    pub async fn widget_states(
        &self,
        states: impl Stream<Item = WidgetRoot>,
        copy_text: Option<String>,
    ) -> Result<Option<ThreadItem>, StreamError> {
        self.end_workflow(None, false).await?;
        pin_mut!(states);
        let item = self
            .out
            .widget_states(&self.turn, states.by_ref(), copy_text)
            .await?;
        if let Some(item) = &item {
            self.shared().shows(item.id());
        }
        Ok(item)
    }

    /// Begins a workflow; one that is under way ends first. It is shown once it has a step, or at once if it is a
    /// model's reasoning.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which workflows always can.
    pub async fn start_workflow(&self, kind: WorkflowKind) -> Result<(), StreamError> {
        self.end_workflow(None, false).await?;
        let workflow = Workflow::new(kind);
        let item = self.item(&WorkflowItem {
            workflow: workflow.clone(),
        })?;
        let is_shown = kind == WorkflowKind::Reasoning;
        let added = is_shown.then(|| Event::ItemAdded(item.clone()));
        self.shared().workflow = Some(Open {
            item,
            workflow,
            began: self.turn.now(),
            is_shown,
        });
        if let Some(added) = added {
            self.say(added).await;
        }
        Ok(())
    }

    /// Adds a step to the workflow under way, or to a new one; returns its place.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which steps always can.
    pub async fn add_task(&self, task: Task) -> Result<usize, StreamError> {
        if self.shared().workflow.is_none() {
            self.start_workflow(WorkflowKind::Custom).await?;
        }
        let (event, place) = {
            let mut shared = self.shared();
            // Somebody else may have ended it in between; their step then stands alone.
            let Some(open) = &mut shared.workflow else {
                return Ok(0);
            };
            let place = open.workflow.tasks.len();
            open.workflow.tasks.push(Known::Typed(task.clone()));
            let event = if std::mem::replace(&mut open.is_shown, true) {
                Event::ItemUpdated {
                    item_id: open.item.id().clone(),
                    update: ItemUpdate::TaskAdded {
                        task_index: place,
                        task: Box::new(task),
                    },
                }
            } else {
                Event::ItemAdded(open.whole()?)
            };
            (event, place)
        };
        self.say(event).await;
        Ok(place)
    }

    /// Writes over a step of the workflow under way; one that is not there is left alone.
    pub async fn update_task(&self, place: usize, task: Task) {
        let event = {
            let mut shared = self.shared();
            let Some(open) = &mut shared.workflow else {
                return;
            };
            let Some(old) = open.workflow.tasks.get_mut(place) else {
                return;
            };
            *old = Known::Typed(task.clone());
            Event::ItemUpdated {
                item_id: open.item.id().clone(),
                update: ItemUpdate::TaskUpdated {
                    task_index: place,
                    task: Box::new(task),
                },
            }
        };
        self.out.send(event).await;
    }

    /// Ends the workflow under way, if there is one: with this summary, or with how long it took.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which workflows always can.
    pub async fn end_workflow(
        &self,
        summary: Option<Summary>,
        expanded: bool,
    ) -> Result<(), StreamError> {
        let Some(mut open) = self.shared().workflow.take() else {
            return Ok(());
        };
        if !open.is_shown {
            return Ok(());
        }
        let took = self.turn.now().duration_since(open.began).as_secs();
        open.workflow.summary = Some(summary.unwrap_or(Summary::Duration {
            seconds: u64::try_from(took).unwrap_or(0),
        }));
        open.workflow.expanded = expanded;
        let done = Event::ItemDone(open.whole()?);
        self.say(done).await;
        Ok(())
    }

    /// Returns whether a workflow is under way.
    pub fn has_workflow(&self) -> bool {
        self.shared().workflow.is_some()
    }

    /// Returns which workflow is under way, and its kind.
    pub(crate) fn workflow(&self) -> Option<(ItemId, WorkflowKind)> {
        let shared = self.shared();
        let open = shared.workflow.as_ref()?;
        Some((open.item.id().clone(), open.workflow.r#type))
    }

    /// Has the client run a tool: the run is stopped, and goes on as an answer without a message once the client has
    /// sent the result. Only the first call of a turn counts.
    pub fn ask_client(&self, call_id: &str, name: &str, arguments: Map<String, Value>) {
        let call = ClientToolCall::pending(call_id.to_owned(), name.to_owned(), arguments);
        self.shared().client_tool.get_or_insert(call);
        self.stop.cancel();
    }

    /// Returns the call that the client is to be asked for.
    pub(crate) fn client_tool(&self) -> Option<ClientToolCall> {
        self.shared().client_tool.take()
    }

    /// Makes an item with an id of our own: some providers send none, or the same for everything.
    pub(crate) fn item<B: ItemBody>(&self, body: &B) -> Result<ThreadItem, StreamError> {
        self.turn.new_item(body).map_err(StreamError::failed)
    }

    fn shared(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn note(&mut self, event: &Event) {
        match event {
            Event::ItemAdded(item) | Event::ItemDone(item) => self.shows(item.id()),
            Event::ItemRemoved(item) => self.shown.retain(|shown| shown != item),
            _ => {}
        }
    }

    fn shows(&mut self, item: &ItemId) {
        if !self.shown.contains(item) {
            self.shown.push(item.clone());
        }
    }
}

impl Open {
    fn whole(&self) -> Result<ThreadItem, StreamError> {
        let whole = self
            .item
            .with_fields(|fields| fields.set("workflow", &self.workflow));
        whole.map_err(StreamError::failed)
    }
}

impl<Cx> std::fmt::Debug for Stage<Cx> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Stage")
    }
}
