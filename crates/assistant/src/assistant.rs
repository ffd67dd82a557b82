use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use taskpilot_agent_runner::{Agent, RunOptions, RunState, Tool, resume, run};
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::{
    ApprovalStore, ApprovalVerdict, AssistantMessage, Conversation, ConversationError,
    ConversationId, ConversationService, MessageBody, MessageId, NewTurn, ToolCall, TurnBegun,
    TurnStart,
};
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::{InputItem, Model, ModelRequest, Role, ToolSpec};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::approval::{self, ApprovalDecision, ApprovalRequired, DecideError, Waiting};
use crate::consent::{Consent, ConsentHook};
use crate::draft::Draft;
use crate::error::TurnError;
use crate::history;
use crate::prompt;
use crate::turn::{Active, Frame, LastItem, ReplyShelf, ReplyStore, TurnStream};

/// What an [`Assistant`] is made of.
pub struct AssistantParts {
    /// Where conversations are kept.
    pub conversations: ConversationService,
    /// Where turns are kept that wait for a person's word.
    pub approvals: Arc<dyn ApprovalStore>,
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
    approvals: Arc<dyn ApprovalStore>,
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
            approvals: parts.approvals,
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
            } => {
                let waiting = self
                    .waiting(&context.user, conversation.id, reply.id)
                    .await?;
                Ok(TurnStream::replay(conversation, reply, waiting))
            }
            TurnStart::Begun(begun) => {
                let opening = Opening::of(begun);
                let standing = self.go_on(&context.user, &opening).await?;
                Ok(self.run(context, opening, standing, self.door()))
            }
        }
    }

    /// Takes the person's word on what waits in a conversation, and goes on with the turn.
    ///
    /// What was changed since it was shown is left alone, and the model is told so.
    ///
    /// # Errors
    /// [`DecideError`]; nothing was done then.
    pub async fn decide(
        &self,
        context: TurnContext,
        place: (ConversationId, &str),
        decision: &ApprovalDecision,
    ) -> Result<TurnStream, DecideError> {
        let claimed = self.claim(&context, place, decision).await?;
        Ok(self.go_on_with(context, claimed, self.door()))
    }

    /// Takes the person's word; of several at once one counts.
    pub(crate) async fn claim(
        &self,
        context: &TurnContext,
        place: (ConversationId, &str),
        decision: &ApprovalDecision,
    ) -> Result<Claimed, DecideError> {
        if self.is_stopping() {
            return Err(DecideError::ShuttingDown);
        }
        let (user, shared) = (&context.user, &self.shared);
        let conversation = match shared.conversations.get(user, place.0).await {
            Err(ConversationError::NotFound(_)) => return Err(DecideError::NotFound),
            found => found?,
        };
        let standing = shared.approvals.standing(user, conversation.id).await;
        let mut standing = standing.map_err(ConversationError::from)?;
        let verdict = decision.verdict();
        let now = shared.clock.now();
        let kept = shared.approvals.claim(user, place, verdict, now).await?;
        let (waiting, mut run) = Waiting::read(&kept)?;
        let required = ApprovalRequired::read(&kept)?;
        let tools = (&shared.task_tools, &caller(context));
        approval::decide(&mut run, decision, tools, &required).await?;
        if verdict == ApprovalVerdict::Always {
            standing.extend(kept.kinds);
        }
        Ok(Claimed {
            conversation,
            message: kept.message,
            required,
            reply: waiting.reply,
            run,
            standing,
        })
    }

    /// Goes on with a turn on which the person has spoken.
    pub(crate) fn go_on_with(
        &self,
        context: TurnContext,
        claimed: Claimed,
        door: Door,
    ) -> TurnStream {
        let tools = self.shared.task_tools.clone();
        let consent = Consent::new(tools, claimed.standing, &claimed.reply.tool_calls);
        let (agent, options) = self.agent(&context, &door, &consent);
        let cancel = options.cancel.clone();
        let caller = Arc::new(caller(&context));
        let place = (claimed.conversation.id, Some(claimed.message));
        let frame = self.frame(context.user, place, door, consent);
        let run = resume(Arc::new(agent), caller, claimed.run, options);
        let active = Active::new(run, cancel, Draft::resume(claimed.reply), frame);
        TurnStream::running(claimed.conversation, active)
    }

    /// What was asked and not answered is not done any more, once the conversation goes on. Returns the kinds of action
    /// that the person does not want to be asked about.
    pub(crate) async fn go_on(
        &self,
        user: &UserId,
        opening: &Opening,
    ) -> Result<Vec<String>, ConversationError> {
        if opening.begun.history.is_empty() && opening.reply.is_none() {
            return Ok(Vec::new());
        }
        let (conversation, now) = (opening.begun.conversation.id, self.shared.clock.now());
        Ok(self.shared.approvals.go_on(user, conversation, now).await?)
    }

    /// Returns what a stored reply still waits for.
    async fn waiting(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: MessageId,
    ) -> Result<Option<ApprovalRequired>, ConversationError> {
        let now = self.shared.clock.now();
        let kept = self
            .shared
            .approvals
            .pending(user, conversation, now)
            .await?;
        let kept = kept.filter(|kept| kept.message == reply);
        Ok(kept.and_then(|kept| ApprovalRequired::read(&kept).ok()))
    }

    /// The way in that shows replies as they are.
    fn door(&self) -> Door {
        Door {
            shelf: ReplyShelf::Conversation(self.shared.conversations.clone()),
            last_item: None,
            beside_widgets: false,
        }
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
    pub(crate) fn run(
        &self,
        context: TurnContext,
        opening: Opening,
        standing: Vec<String>,
        door: Door,
    ) -> TurnStream {
        let Opening {
            begun,
            said,
            carried,
            reply,
        } = opening;
        let mut input = history::to_input(&begun.history);
        input.extend(said);
        input.extend(history::calls_to_input(&carried));
        let consent = Consent::new(self.shared.task_tools.clone(), standing, &carried);
        let (agent, options) = self.agent(&context, &door, &consent);
        let cancel = options.cancel.clone();
        let caller = Arc::new(caller(&context));
        let place = (begun.conversation.id, reply);
        let frame = self.frame(context.user, place, door, consent);
        let run = run(Arc::new(agent), caller, input, options);
        let draft = Draft::new(begun.message.id, carried);
        TurnStream::running(begun.conversation, Active::new(run, cancel, draft, frame))
    }

    /// Returns the agent of one turn, and the limits of its run.
    fn agent(
        &self,
        context: &TurnContext,
        door: &Door,
        consent: &Arc<Consent>,
    ) -> (Agent<ToolCaller>, RunOptions) {
        let shared = &self.shared;
        let now = shared.clock.now().to_zoned(context.zone.clone());
        let locale = context.locale.as_deref();
        let agent = Agent::new(Arc::clone(&self.name), Arc::clone(&self.model))
            .with_instructions(prompt::instructions(&now, locale, door.beside_widgets))
            .with_tools(shared.tools.iter().cloned())
            .with_hooks(ConsentHook(Arc::clone(consent)));
        let options = RunOptions {
            max_turns: shared.options.max_model_calls,
            tool_timeout: shared.options.tool_timeout,
            cancel: shared.stop.child_token(),
            request: ModelRequest {
                tools: Arc::clone(&shared.specs),
                ..ModelRequest::default()
            },
            ..RunOptions::default()
        };
        (agent, options)
    }

    /// Returns what a turn holds beside its run.
    fn frame(
        &self,
        user: UserId,
        (conversation, message): (ConversationId, Option<MessageId>),
        door: Door,
        consent: Arc<Consent>,
    ) -> Frame {
        let shared = &self.shared;
        Frame {
            store: ReplyStore {
                shelf: door.shelf,
                user,
                conversation,
                message,
            },
            consent,
            approvals: Arc::clone(&shared.approvals),
            clock: Arc::clone(&shared.clock),
            last_item: door.last_item,
            runtime: shared.runtime.clone(),
            tracker: shared.turns.clone(),
            _alive: shared.turns.token(),
        }
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
}

/// A turn on which the person has spoken.
pub(crate) struct Claimed {
    conversation: Conversation,
    /// The reply that goes on.
    message: MessageId,
    /// What they were asked.
    pub(crate) required: ApprovalRequired,
    reply: AssistantMessage,
    run: RunState,
    standing: Vec<String>,
}

impl Claimed {
    /// Returns the user's message that is answered.
    pub(crate) fn answers(&self) -> MessageId {
        self.reply.reply_to
    }
}

fn caller(context: &TurnContext) -> ToolCaller {
    ToolCaller {
        user: context.user.clone(),
        zone: context.zone.clone(),
    }
}
