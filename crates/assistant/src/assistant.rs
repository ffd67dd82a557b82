use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use taskpilot_agent_runner::{Agent, RunOptions, Tool, run};
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::{
    ConversationId, ConversationService, MessageBody, MessageId, NewTurn, ToolCall, TurnBegun,
    TurnStart,
};
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::{InputItem, Model, ModelRequest, Role, ToolSpec};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::draft::Draft;
use crate::error::TurnError;
use crate::history;
use crate::prompt;
use crate::turn::{Active, LastItem, ReplyShelf, ReplyStore, TurnStream};

/// What an [`Assistant`] is made of.
pub struct AssistantParts {
    /// Where conversations are kept.
    pub conversations: ConversationService,
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
}

impl Default for AssistantOptions {
    fn default() -> Self {
        Self {
            max_history: 10,
            max_model_calls: 10,
            tool_timeout: Duration::from_secs(30),
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

/// Answers people by running a model with the task tools; cheap to clone.
#[derive(Clone)]
pub struct Assistant {
    shared: Arc<Shared>,
    model: Arc<dyn Model>,
    /// The agent's name, which each event of a run counts; kept beside the model so that threads share no counter.
    name: Arc<str>,
}

/// What the agent is called in events and logs.
const AGENT_NAME: &str = "taskpilot";

struct Shared {
    conversations: ConversationService,
    task_tools: TaskTools,
    tools: Vec<Arc<dyn Tool<ToolCaller>>>,
    /// The tools as every model call offers them, shared by all turns.
    specs: Arc<[ToolSpec]>,
    clock: Arc<dyn Clock>,
    runtime: Handle,
    options: AssistantOptions,
    turns: TaskTracker,
    stop: CancellationToken,
}

impl Assistant {
    /// Puts the parts together.
    pub fn new(parts: AssistantParts) -> Self {
        let tools = parts.tools.agent_tools();
        let shared = Shared {
            task_tools: parts.tools,
            conversations: parts.conversations,
            specs: tools.iter().map(|tool| tool.spec().clone()).collect(),
            tools,
            clock: parts.clock,
            runtime: parts.runtime,
            options: parts.options,
            turns: TaskTracker::new(),
            stop: CancellationToken::new(),
        };
        Self {
            shared: Arc::new(shared),
            model: parts.model,
            name: AGENT_NAME.into(),
        }
    }

    /// Returns the same assistant (same turns, same shutdown) asking through `model`.
    ///
    /// A server gives each of its threads a client of its own, so that no answer crosses threads.
    #[must_use]
    pub fn with_model(&self, model: Arc<dyn Model>) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            model,
            name: AGENT_NAME.into(),
        }
    }

    /// Stores the user's message and begins to answer it.
    ///
    /// # Errors
    /// [`TurnError`]; nothing was stored then.
    pub async fn start_turn(
        &self,
        context: TurnContext,
        request: TurnRequest,
    ) -> Result<TurnStream, TurnError> {
        if self.shared.stop.is_cancelled() {
            return Err(TurnError::ShuttingDown);
        }
        let turn = NewTurn {
            conversation: request.conversation,
            content: request.message,
            idempotency_key: request.idempotency_key,
            history: self.shared.options.max_history,
        };
        match self
            .shared
            .conversations
            .begin_turn(&context.user, turn)
            .await?
        {
            TurnStart::Replay {
                conversation,
                reply,
                ..
            } => Ok(TurnStream::replay(conversation, reply)),
            TurnStart::Begun(begun) => Ok(self.run(context, Opening::of(begun), self.door())),
        }
    }

    /// The way in that shows replies as they are.
    fn door(&self) -> Door {
        Door {
            shelf: ReplyShelf::Conversation(self.shared.conversations.clone()),
            last_item: None,
            beside_widgets: false,
            tools: self.shared.tools.clone(),
        }
    }

    /// Returns the tools as the agent is given them.
    pub(crate) fn tools(&self) -> &[Arc<dyn Tool<ToolCaller>>] {
        &self.shared.tools
    }

    /// Returns the tools, to be called without a model.
    pub(crate) fn task_tools(&self) -> &TaskTools {
        &self.shared.task_tools
    }

    /// Returns where turns end whose reader has gone.
    pub(crate) fn runtime(&self) -> &Handle {
        &self.shared.runtime
    }

    /// Returns how many messages before the user's the model reads, at most.
    pub(crate) fn max_history(&self) -> u32 {
        self.shared.options.max_history
    }

    /// Returns whether no turn may begin any more.
    pub(crate) fn is_stopping(&self) -> bool {
        self.shared.stop.is_cancelled()
    }

    /// Begins to answer a message that is stored.
    pub(crate) fn run(&self, context: TurnContext, opening: Opening, door: Door) -> TurnStream {
        let shared = &self.shared;
        let Opening {
            begun,
            said,
            carried,
            reply,
        } = opening;
        let now = shared.clock.now().to_zoned(context.zone.clone());
        let locale = context.locale.as_deref();
        let agent = Agent::new(Arc::clone(&self.name), Arc::clone(&self.model))
            .with_instructions(prompt::instructions(&now, locale, door.beside_widgets))
            .with_tools(door.tools);
        let mut input = history::to_input(&begun.history);
        input.extend(said);
        input.extend(history::calls_to_input(&carried));
        let cancel = shared.stop.child_token();
        let options = RunOptions {
            max_turns: shared.options.max_model_calls,
            tool_timeout: shared.options.tool_timeout,
            cancel: cancel.clone(),
            request: ModelRequest {
                tools: Arc::clone(&shared.specs),
                ..ModelRequest::default()
            },
            ..RunOptions::default()
        };
        let caller = ToolCaller {
            user: context.user.clone(),
            zone: context.zone,
        };
        let active = Active {
            run: run(Arc::new(agent), Arc::new(caller), input, options),
            cancel,
            store: ReplyStore {
                shelf: door.shelf,
                user: context.user,
                conversation: begun.conversation.id,
                message: reply,
            },
            last_item: door.last_item,
            draft: Draft::new(begun.message.id, carried),
            is_over: false,
            saving: None,
            runtime: shared.runtime.clone(),
            tracker: shared.turns.clone(),
            _alive: shared.turns.token(),
        };
        TurnStream::running(begun.conversation, active)
    }

    /// Waits up to `grace` for running turns to end, then cancels the rest and waits until each has stored what it has.
    ///
    /// New turns are refused once the grace is over.
    pub async fn shut_down(&self, grace: Duration) {
        self.shared.turns.close();
        if tokio::time::timeout(grace, self.shared.turns.wait())
            .await
            .is_err()
        {
            self.shared.stop.cancel();
            self.shared.turns.wait().await;
        }
        self.shared.stop.cancel();
    }
}

/// A turn whose message is stored, and what the model is to read of it.
pub(crate) struct Opening {
    pub(crate) begun: TurnBegun,
    /// The user's message as the model reads it.
    pub(crate) said: Vec<InputItem>,
    /// What an earlier attempt at the same message already did: the model must know, lest it does it again.
    pub(crate) carried: Vec<ToolCall>,
    /// The reply of that attempt, to be written over.
    pub(crate) reply: Option<MessageId>,
}

impl Opening {
    pub(crate) fn of(mut begun: TurnBegun) -> Self {
        let said = match &begun.message.body {
            MessageBody::User { content } => vec![InputItem::text(Role::User, content)],
            MessageBody::Assistant(_) => Vec::new(),
        };
        let earlier = begun.prior.take().and_then(|prior| prior.reply);
        let (reply, carried) = match earlier.map(|reply| (reply.id, reply.body)) {
            Some((id, MessageBody::Assistant(reply))) => (Some(id), reply.tool_calls),
            _ => (None, Vec::new()),
        };
        Self {
            begun,
            said,
            carried,
            reply,
        }
    }
}

/// The way in by which a turn came: how its reply is kept and shown.
pub(crate) struct Door {
    pub(crate) shelf: ReplyShelf,
    pub(crate) last_item: Option<Arc<dyn LastItem>>,
    /// Whether the results of tools are shown beside the text.
    pub(crate) beside_widgets: bool,
    pub(crate) tools: Vec<Arc<dyn Tool<ToolCaller>>>,
}
