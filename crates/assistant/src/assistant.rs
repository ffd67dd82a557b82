mod decide;
mod parts;
mod waiting;

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use taskpilot_agent_runner::{Agent, RunOptions, Tool, run};
use taskpilot_chatkit::{Run, Runs};
use taskpilot_context::{Clock, UserId};
use taskpilot_conversations::{
    ApprovalStore, Conversation, ConversationError, ConversationId, ConversationService, Message,
    MessageBody, MessageId, NewTurn, ToolCall, TurnBegun, TurnStart,
};
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::{InputItem, Model, ModelRequest, Role, ToolSpec};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::allowance::{Allowance, Allowances, NotAllowed};
use crate::consent::{Consent, ConsentHook, Spoken};
use crate::draft::Draft;
use crate::error::TurnError;
use crate::history;
use crate::prompt;
use crate::turn::{Active, Frame, LastItem, ReplyShelf, ReplyStore, TurnStream};

pub(crate) use decide::Claimed;
pub use parts::{AssistantOptions, AssistantParts, TurnContext, TurnRequest};

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
    allowances: Allowances,
    runs: Runs,
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
        let allowances = Allowances {
            limits: parts.options.daily_limits.clone(),
            store: parts.usage,
            clock: Arc::clone(&parts.clock),
        };
        let shared = Shared {
            allowances,
            runs: parts.runs,
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
        let conversations = &self.shared.conversations;
        let may_begin = self.may_begin(&context, request.conversation).await;
        let (allowance, run) = match may_begin {
            Ok(may_begin) => may_begin,
            Err(refused) => {
                // What was answered before costs nothing.
                let answered = conversations.answered(&context.user, turn).await?;
                return match answered {
                    Some(TurnStart::Replay {
                        conversation,
                        reply,
                        ..
                    }) => self.replay(&context.user, conversation, reply).await,
                    _ => Err(refused),
                };
            }
        };
        match conversations.begin_turn(&context.user, turn).await? {
            TurnStart::Replay {
                conversation,
                reply,
                ..
            } => {
                if let Some(run) = run {
                    run.end().await;
                }
                self.replay(&context.user, conversation, reply).await
            }
            TurnStart::Begun(begun) => {
                let opening = Opening::of(begun);
                let conversation = opening.begun.conversation.id;
                let run = match run {
                    Some(run) => run,
                    // Until now nobody else knew the conversation.
                    None => self.begin_run(&context.user, conversation).await?,
                };
                let standing = self.go_on(&context.user, &opening).await?;
                let terms = Terms {
                    standing,
                    allowance,
                };
                Ok(self.run(context, opening, terms, self.door(run)))
            }
        }
    }

    /// Returns what the person may spend, and the right to answer in a conversation that is there already.
    async fn may_begin(
        &self,
        context: &TurnContext,
        conversation: Option<ConversationId>,
    ) -> Result<(Option<Allowance>, Option<Run>), TurnError> {
        let allowance = self.allowance(context).await?;
        let Some(conversation) = conversation else {
            return Ok((allowance, None));
        };
        let run = self.begin_run(&context.user, conversation).await?;
        Ok((allowance, Some(run)))
    }

    /// Plays an answer that was stored before.
    async fn replay(
        &self,
        user: &UserId,
        conversation: Conversation,
        reply: Message,
    ) -> Result<TurnStream, TurnError> {
        let waiting = self.waiting(user, conversation.id, reply.id).await?;
        Ok(TurnStream::replay(conversation, reply, waiting))
    }

    /// Returns what the person may spend yet; `None` if nothing is limited.
    pub(crate) async fn allowance(
        &self,
        context: &TurnContext,
    ) -> Result<Option<Allowance>, NotAllowed> {
        self.shared.allowances.of(context).await
    }

    /// What was asked and not answered is not done any more, once the conversation goes on. Returns the kinds of action
    /// that the person does not want to be asked about.
    pub(crate) async fn go_on(
        &self,
        user: &UserId,
        opening: &Opening,
    ) -> Result<Vec<String>, ConversationError> {
        if !opening.begun.was_asked {
            return Ok(Vec::new());
        }
        let (conversation, now) = (opening.begun.conversation.id, self.shared.clock.now());
        Ok(self.shared.approvals.go_on(user, conversation, now).await?)
    }

    /// The way in that shows replies as they are.
    fn door(&self, run: Run) -> Door {
        Door {
            shelf: ReplyShelf::Conversation(self.shared.conversations.clone()),
            last_item: None,
            beside_widgets: false,
            run: Some(run),
        }
    }

    /// Returns what keeps the runs of a conversation apart.
    pub(crate) fn runs(&self) -> &Runs {
        &self.shared.runs
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
        terms: Terms,
        door: Door,
    ) -> TurnStream {
        let Opening {
            begun,
            said,
            carried,
            reply,
        } = opening;
        let spoken = Spoken::new(&begun.history, &said);
        let mut input = history::to_input(begun.history);
        input.extend(said);
        input.extend(history::calls_to_input(&carried));
        let Terms {
            standing,
            allowance,
        } = terms;
        let tools = self.shared.task_tools.clone();
        let consent = Consent::new(tools, standing, spoken, &carried);
        let (agent, options) = self.agent(&context, &door, &consent, allowance.as_ref());
        let cancel = options.cancel.clone();
        let caller = Arc::new(caller(&context));
        let place = (begun.conversation.id, reply);
        let frame = self.frame(context.user, place, door, (consent, allowance));
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
        allowance: Option<&Allowance>,
    ) -> (Agent<ToolCaller>, RunOptions) {
        let shared = &self.shared;
        let now = shared.clock.now().to_zoned(context.zone.clone());
        let (locale, beside_widgets) = (context.locale.clone(), door.beside_widgets);
        // It is always the same text, but a long one: written for a model call, it goes with it.
        let instructions = move |_| {
            ready(Ok(prompt::instructions(
                &now,
                locale.as_deref(),
                beside_widgets,
            )))
        };
        let agent = Agent::new(Arc::clone(&self.name), Arc::clone(&self.model))
            .with_dynamic_instructions(instructions)
            .with_tools(shared.tools.iter().cloned())
            .with_hooks(ConsentHook(Arc::clone(consent)));
        let options = RunOptions {
            max_turns: shared.options.max_model_calls,
            tool_timeout: shared.options.tool_timeout,
            cancel: shared.stop.child_token(),
            budget: allowance.map(Allowance::budget).unwrap_or_default(),
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
        (consent, allowance): (Arc<Consent>, Option<Allowance>),
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
            allowance,
            approvals: Arc::clone(&shared.approvals),
            clock: Arc::clone(&shared.clock),
            last_item: door.last_item,
            run: door.run,
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
    /// The right to answer in the conversation, which is given back once the reply is stored.
    pub(crate) run: Option<Run>,
}

/// What a turn may do.
pub(crate) struct Terms {
    /// The kinds of action that the person does not want to be asked about.
    pub(crate) standing: Vec<String>,
    /// What it may spend, if that is limited.
    pub(crate) allowance: Option<Allowance>,
}

fn caller(context: &TurnContext) -> ToolCaller {
    ToolCaller {
        user: context.user.clone(),
        zone: context.zone.clone(),
    }
}
