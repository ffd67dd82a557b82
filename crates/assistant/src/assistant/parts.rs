use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use taskpilot_chatkit::Runs;
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::{ApprovalStore, ConversationId, ConversationService, UsageStore};
use taskpilot_mcp_tools::TaskTools;
use taskpilot_model_client::Model;
use tokio::runtime::Handle;

use crate::allowance::DailyLimits;

/// What an [`Assistant`](super::Assistant) is made of.
pub struct AssistantParts {
    /// Where conversations are kept.
    pub conversations: ConversationService,
    /// Where turns are kept that wait for a person's word.
    pub approvals: Arc<dyn ApprovalStore>,
    /// Where it is kept what people spend.
    pub usage: Arc<dyn UsageStore>,
    /// What keeps the runs of a conversation apart.
    pub runs: Runs,
    /// What it can do.
    pub tools: TaskTools,
    /// What answers.
    pub model: Arc<dyn Model>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// A multi-thread runtime that finishes turns whose reader has gone.
    pub runtime: Handle,
    /// The rest.
    pub options: AssistantOptions,
}

/// Limits of a turn.
#[derive(Debug, Clone)]
pub struct AssistantOptions {
    /// Most messages before the user's that the model reads.
    pub max_history: u32,
    /// Most model calls per turn.
    pub max_model_calls: u32,
    /// How long one tool may take.
    pub tool_timeout: Duration,
    /// What each person may spend in a day; nothing is limited unless said so.
    pub daily_limits: DailyLimits,
}

impl Default for AssistantOptions {
    fn default() -> Self {
        Self {
            max_history: 10,
            max_model_calls: 10,
            tool_timeout: Duration::from_secs(30),
            daily_limits: DailyLimits::default(),
        }
    }
}

/// Who asks, and from where; taken from the token and the request, never from a body or a model.
#[derive(Debug, Clone)]
pub struct TurnContext {
    /// Whose tasks and conversations.
    pub user: UserId,
    /// Where they are: what "tomorrow at 5" means.
    pub zone: TimeZone,
    /// Their language, such as `en-GB`.
    pub locale: Option<String>,
}

/// What they say.
#[derive(Debug, Clone)]
pub struct TurnRequest {
    /// Where; `None` begins a conversation.
    pub conversation: Option<ConversationId>,
    /// What.
    pub message: String,
    /// The client's name for this request, so that sending it twice does it once.
    pub idempotency_key: Option<String>,
}
