//! Puts the product together: stores, services, tools and assistant, for any way in (HTTP, terminal, MCP).

use std::sync::Arc;

use taskpilot_assistant::chatkit::{Attachments, ChatKitParts};
use taskpilot_assistant::{
    Assistant, AssistantOptions, AssistantParts, ChangeHub, LiveUpdates, notifying,
    notifying_threads,
};
use taskpilot_chatkit::{LeasePace, Runs};
use taskpilot_context::Clock;
use taskpilot_conversations::thread::{AttachmentStore, ThreadService};
use taskpilot_conversations::{ApprovalStore, ConversationService, UsageStore};
use taskpilot_mcp_tools::TaskTools;
use taskpilot_model_client::{Model, Transcriber};
use taskpilot_storage::Database;
use taskpilot_tasks::TaskService;
use tokio::runtime::Handle;

/// The product, over one database.
#[derive(Clone)]
pub(crate) struct Product {
    pub(crate) tasks: TaskService,
    pub(crate) conversations: ConversationService,
    pub(crate) approvals: Arc<dyn ApprovalStore>,
    pub(crate) usage: Arc<dyn UsageStore>,
    pub(crate) threads: ThreadService,
    pub(crate) records: Arc<dyn AttachmentStore>,
    pub(crate) runs: Runs,
    pub(crate) tools: TaskTools,
    pub(crate) live: LiveUpdates,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Product {
    pub(crate) fn new(database: &Database, clock: Arc<dyn Clock>) -> Self {
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
            usage: database.usage(),
            threads,
            records: database.attachments(),
            runs: runs(database),
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
            usage: Arc::clone(&self.usage),
            runs: self.runs.clone(),
            tools: self.tools.clone(),
            model,
            clock: Arc::clone(&self.clock),
            runtime: Handle::current(),
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

/// Keeps the runs of a conversation apart: in this process, and, by leases, in all that share the database.
fn runs(database: &Database) -> Runs {
    match database.run_leases() {
        Some(leases) => Runs::leased(leases, LeasePace::default(), Handle::current()),
        None => Runs::default(),
    }
}
