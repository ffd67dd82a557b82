//! The assistant as a ChatKit server: threads are conversations, and what tools did is shown by widgets.

mod act;
mod action;
mod approve;
mod attachment;
mod context;
mod dictation;
mod kept;
mod name;
mod numbers;
mod open_text;
mod said;
mod server;
mod show;
mod speech;
mod store;
mod widget;

use std::sync::Arc;

use taskpilot_chatkit::{ChatKit, Store};
use taskpilot_context::Clock;
use taskpilot_conversations::ConversationService;
use taskpilot_conversations::thread::{AttachmentStore, ThreadService};
use taskpilot_model_client::Transcriber;
use taskpilot_tasks::TaskService;

use crate::assistant::Assistant;

pub use attachment::{Access, AttachmentError, Attachments};
pub use context::ChatContext;
pub use server::ChatKitAssistant;
pub use taskpilot_attachments::PutError;

/// What ChatKit needs beside an [`Assistant`]; cheap to clone.
#[derive(Clone)]
pub struct ChatKitParts {
    /// The conversations as threads.
    pub threads: ThreadService,
    /// The same conversations, to delete them.
    pub conversations: ConversationService,
    /// What widgets act on.
    pub tasks: TaskService,
    /// What is known of attachments.
    pub records: Arc<dyn AttachmentStore>,
    /// The attachments themselves.
    pub attachments: Attachments,
    /// What takes down speech, if anything does.
    pub transcriber: Option<Transcriber>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// Returns the conversations as ChatKit's store; `history` is how many messages before the user's a turn reads.
pub fn threads_store(parts: ChatKitParts, history: u32) -> impl Store<ChatContext> {
    store::ThreadsStore::new(parts, history)
}

/// Returns the ChatKit endpoint of an assistant. [`ChatKit::with_server`] makes those of further worker threads.
pub fn chatkit(assistant: Assistant, parts: ChatKitParts) -> ChatKit<ChatContext> {
    let store = threads_store(parts.clone(), assistant.max_history());
    let runtime = assistant.runtime().clone();
    let attachments = Arc::new(parts.attachments.clone());
    let runs = assistant.runs().clone();
    ChatKit::new(ChatKitAssistant::new(assistant, parts), Arc::new(store))
        .with_attachments(attachments)
        .with_background(runtime)
        .with_runs(runs)
}
