//! A whole assistant on stores in memory, with a scripted model and a clock that stands still.

use std::sync::Arc;

use futures_util::StreamExt as _;
use jiff::tz::TimeZone;
use taskpilot_agent_runner::testing::{ScriptedModel, Turn};
use taskpilot_assistant::{
    Assistant, AssistantOptions, AssistantParts, DailyLimits, TurnContext, TurnDone, TurnEvent,
    TurnRequest, TurnStream,
};
use taskpilot_chatkit::Runs;
use taskpilot_context::{Clock, FixedClock, UserId};
use taskpilot_conversations::{
    ConversationId, ConversationService, MemoryApprovalStore, MemoryConversationStore,
    MemoryUsageStore, Message, PageRequest,
};
use taskpilot_mcp_tools::TaskTools;
use taskpilot_tasks::{MemoryTaskStore, TaskFilter, TaskService};

pub(crate) struct House {
    pub(crate) assistant: Assistant,
    pub(crate) model: Arc<ScriptedModel>,
    pub(crate) tasks: TaskService,
    pub(crate) conversations: ConversationService,
    pub(crate) usage: Arc<MemoryUsageStore>,
    pub(crate) user: UserId,
}

impl House {
    pub(crate) fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self::with_limits(turns, DailyLimits::default())
    }

    pub(crate) fn with_limits(
        turns: impl IntoIterator<Item = Turn>,
        daily_limits: DailyLimits,
    ) -> Self {
        let clock: Arc<dyn Clock> =
            Arc::new(FixedClock::at("2026-11-21T09:00:00Z".parse().unwrap()));
        let tasks = TaskService::new(Arc::new(MemoryTaskStore::new()), Arc::clone(&clock));
        let store = Arc::new(MemoryConversationStore::new());
        let conversations = ConversationService::new(store, Arc::clone(&clock));
        let model = Arc::new(ScriptedModel::new(turns));
        let usage = Arc::new(MemoryUsageStore::new());
        let assistant = Assistant::new(AssistantParts {
            conversations: conversations.clone(),
            approvals: Arc::new(MemoryApprovalStore::new()),
            usage: usage.clone(),
            runs: Runs::default(),
            tools: TaskTools::new(tasks.clone(), Arc::clone(&clock)),
            model: model.clone(),
            clock,
            runtime: tokio::runtime::Handle::current(),
            options: AssistantOptions {
                daily_limits,
                ..AssistantOptions::default()
            },
        });
        let user = UserId::parse("ada").unwrap();
        Self {
            assistant,
            model,
            tasks,
            conversations,
            usage,
            user,
        }
    }

    pub(crate) fn context(&self) -> TurnContext {
        TurnContext {
            user: self.user.clone(),
            zone: TimeZone::UTC,
            locale: None,
        }
    }

    pub(crate) async fn start(
        &self,
        conversation: Option<ConversationId>,
        message: &str,
    ) -> TurnStream {
        let request = TurnRequest {
            conversation,
            message: message.to_owned(),
            idempotency_key: None,
        };
        self.assistant
            .start_turn(self.context(), request)
            .await
            .unwrap()
    }

    pub(crate) async fn messages(&self, conversation: ConversationId) -> Vec<Message> {
        let page = PageRequest {
            after: None,
            limit: 100,
        };
        self.conversations
            .messages(&self.user, conversation, &page)
            .await
            .unwrap()
            .messages
    }

    pub(crate) async fn task_count(&self) -> i64 {
        self.tasks
            .count(&self.user, &TaskFilter::default())
            .await
            .unwrap()
    }
}

pub(crate) async fn collect(turn: TurnStream) -> Vec<TurnEvent> {
    turn.collect().await
}

pub(crate) fn done(events: &[TurnEvent]) -> &TurnDone {
    match events.last() {
        Some(TurnEvent::Done(done)) => done,
        other => panic!("the turn must end in Done, not {other:?}"),
    }
}

/// One word per event, for reading the order at a glance.
pub(crate) fn outline(events: &[TurnEvent]) -> String {
    let word = |event: &TurnEvent| match event {
        TurnEvent::Text(text) => format!("text {text:?}"),
        TurnEvent::ToolCall {
            name, arguments, ..
        } => format!("call {name} {arguments}"),
        TurnEvent::ToolResult { name, status, .. } => format!("result {name} {status:?}"),
        TurnEvent::Retrying { code, .. } => format!("retrying {code}"),
        TurnEvent::Failed(failure) => format!("failed {}", failure.code),
        TurnEvent::Done(done) => format!("done {:?}", done.reply.status),
        _ => "other".to_owned(),
    };
    events.iter().map(word).collect::<Vec<_>>().join("\n")
}
