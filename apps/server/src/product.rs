//! Puts the product together: stores, services, tools and assistant, for any way in (HTTP, terminal, MCP).

use std::sync::Arc;

use taskpilot_assistant::chatkit::{Attachments, ChatKitParts};
use taskpilot_assistant::{
    Assistant, AssistantOptions, AssistantParts, ChangeHub, LiveUpdates, notifying,
    notifying_threads,
};
use taskpilot_context::{Clock, SystemClock};
use taskpilot_conversations::thread::{AttachmentStore, ThreadService};
use taskpilot_conversations::{ApprovalStore, ConversationService};
use taskpilot_mcp_tools::TaskTools;
use taskpilot_model_client::{Model, Transcriber};
use taskpilot_storage::Database;
use taskpilot_tasks::TaskService;

/// The product, over one database.
#[derive(Clone)]
pub(crate) struct Product {
    pub(crate) tasks: TaskService,
    pub(crate) conversations: ConversationService,
    pub(crate) approvals: Arc<dyn ApprovalStore>,
    pub(crate) threads: ThreadService,
    pub(crate) records: Arc<dyn AttachmentStore>,
    pub(crate) tools: TaskTools,
    pub(crate) live: LiveUpdates,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Product {
    pub(crate) fn new(database: &Database) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let hub = ChangeHub::default();
        let (tasks, conversations) = notifying(database.tasks(), database.conversations(), &hub);
        let tasks = TaskService::new(tasks, Arc::clone(&clock));
        let conversations = ConversationService::new(conversations, Arc::clone(&clock));
        let threads = notifying_threads(database.threads(), &hub);
        let threads = ThreadService::new(threads, Arc::clone(&clock));
        let tools = TaskTools::new(tasks.clone(), Arc::clone(&clock));
        let live = LiveUpdates::new(tasks.clone(), conversations.clone(), hub);
        Self {
            tasks,
            conversations,
            approvals: database.approvals(),
            threads,
            records: database.attachments(),
            tools,
            live,
            clock,
        }
    }

    /// Returns the assistant that answers through `model`; turns whose reader has gone end on the current runtime.
    pub(crate) fn assistant(&self, model: Arc<dyn Model>, options: AssistantOptions) -> Assistant {
        Assistant::new(AssistantParts {
            conversations: self.conversations.clone(),
            approvals: Arc::clone(&self.approvals),
            tools: self.tools.clone(),
            model,
            clock: Arc::clone(&self.clock),
            runtime: tokio::runtime::Handle::current(),
            options,
        })
    }

    /// Returns what ChatKit needs beside the assistant.
    pub(crate) fn chatkit_parts(
        &self,
        attachments: Attachments,
        transcriber: Option<Transcriber>,
    ) -> ChatKitParts {
        ChatKitParts {
            threads: self.threads.clone(),
            conversations: self.conversations.clone(),
            tasks: self.tasks.clone(),
            records: Arc::clone(&self.records),
            attachments,
            transcriber,
            clock: Arc::clone(&self.clock),
        }
    }
}
