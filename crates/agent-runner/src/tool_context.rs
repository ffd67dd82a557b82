use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use taskpilot_model_client::{ContentPart, RetryBudget, Usage};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::approval::StandingDecision;
use crate::event::RunEvent;
use crate::state::RunState;

/// What a tool knows of the call, and how it tells of itself while it runs.
#[derive(Debug)]
#[non_exhaustive]
pub struct ToolContext<Cx> {
    /// The application's context: whose run it is, for instance. Never sent to the model.
    pub app: Arc<Cx>,
    /// The call's id.
    pub call_id: String,
    /// Fires when the run is cancelled or dropped. A tool may stop then; one that does not is awaited for a while
    /// ([`RunOptions::drain_timeout`](crate::RunOptions::drain_timeout)), or left to end on its own.
    pub cancel: CancellationToken,
    pub(crate) attached: Attached,
    pub(crate) line: Option<Line>,
}

/// From a tool to the run.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) run_id: Arc<str>,
    pub(crate) slot: usize,
    pub(crate) signals: mpsc::Sender<(usize, Signal)>,
    pub(crate) meter: Meter,
    /// What further attempts of model calls the run has left.
    pub(crate) retries: Option<RetryBudget>,
    /// The run inside of the tool that waited, and goes on.
    pub(crate) suspended: Option<Arc<RunState>>,
    /// What people have said for all calls of a tool.
    pub(crate) standing: Arc<[StandingDecision]>,
}

/// What a tool tells of itself while it runs.
#[derive(Debug)]
pub(crate) enum Signal {
    Progress(Value),
    Nested(Box<RunEvent>),
    /// A run inside of the tool waits for a person's word.
    Suspended(Box<RunState>),
}

/// What tools spend on models of their own, added up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Arc<Mutex<Usage>>);

impl Meter {
    pub(crate) fn add(&self, usage: Usage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += usage;
    }

    pub(crate) fn read(&self) -> Usage {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Images, files and further texts of an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attached(Arc<Mutex<Vec<ContentPart>>>);

impl Attached {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<ContentPart>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn take(&self) -> Vec<ContentPart> {
        std::mem::take(&mut *self.lock())
    }
}

impl<Cx> ToolContext<Cx> {
    /// Returns the context of a call outside of any run, as tests of a tool need it: what the tool tells goes nowhere.
    pub fn new(app: Arc<Cx>, call_id: impl Into<String>) -> Self {
        Self {
            app,
            call_id: call_id.into(),
            cancel: CancellationToken::new(),
            attached: Attached::default(),
            line: None,
        }
    }

    /// Shows how far the tool is, as [`RunEventKind::ToolProgress`](crate::RunEventKind::ToolProgress).
    ///
    /// It waits while the run's reader is far behind, and does nothing once the run is over.
    pub async fn progress(&self, value: impl Into<Value>) {
        self.send(Signal::Progress(value.into())).await;
    }

    /// Shows an event of a run inside of the tool, as [`RunEventKind::Nested`](crate::RunEventKind::Nested); see
    /// [`ToolContext::progress`] for when it waits.
    pub async fn nested(&self, event: RunEvent) {
        self.send(Signal::Nested(Box::new(event))).await;
    }

    /// Counts what the tool spent on a model as the run's own.
    pub fn add_usage(&self, usage: Usage) {
        if let Some(line) = &self.line {
            line.meter.add(usage);
        }
    }

    /// Adds an image, a file or another text to the answer, behind what the tool returns. Of a call that ends in an
    /// error nothing is sent.
    ///
    /// How the model reads it is the API's matter: [`InputItem::ToolContent`](taskpilot_model_client::InputItem).
    /// [`RunOptions::max_tool_output_bytes`](crate::RunOptions::max_tool_output_bytes) does not cut it; all of it
    /// together may have
    /// [`RunOptions::max_tool_attachment_bytes`](crate::RunOptions::max_tool_attachment_bytes).
    pub fn attach(&self, part: ContentPart) {
        self.attached.lock().push(part);
    }

    /// Returns what is attached until now, for guardrails, hooks and tests.
    pub fn attachments(&self) -> Vec<ContentPart> {
        self.attached.lock().clone()
    }

    /// Returns how many bytes are attached until now.
    pub(crate) fn attached_bytes(&self) -> usize {
        let attached = self.attached.lock();
        let bytes = attached.iter().map(|part| match part {
            ContentPart::Text(text) | ContentPart::Refusal(text) => text.len(),
            ContentPart::Image { url } => url.len(),
            ContentPart::File { name, url } => name.len().saturating_add(url.len()),
            _ => 0,
        });
        bytes.fold(0, usize::saturating_add)
    }

    /// Takes away what is attached until now, and returns it.
    pub fn detach(&self) -> Vec<ContentPart> {
        self.attached.take()
    }

    /// Returns the id of the run that the call belongs to; nothing outside of a run.
    pub fn run_id(&self) -> &str {
        self.line.as_ref().map_or("", |line| &line.run_id)
    }

    /// Returns the run inside of the tool that waited and goes on with this call.
    pub(crate) fn suspended(&self) -> Option<RunState> {
        let line = self.line.as_ref()?;
        line.suspended.as_deref().cloned()
    }

    pub(crate) async fn send(&self, signal: Signal) {
        if let Some(line) = &self.line {
            // Nobody listens once the run is over, and then nobody has to know.
            let _ = line.signals.send((line.slot, signal)).await;
        }
    }
}

impl<Cx> Clone for ToolContext<Cx> {
    fn clone(&self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            call_id: self.call_id.clone(),
            cancel: self.cancel.clone(),
            attached: self.attached.clone(),
            line: self.line.clone(),
        }
    }
}
