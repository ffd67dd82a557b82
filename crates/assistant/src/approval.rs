//! Calls that wait for the person's word: what they are shown, and what they say.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use taskpilot_agent_runner::{Decision, RunState};
use taskpilot_context::UserId;
use taskpilot_conversations::{
    Approval, ApprovalStore, ApprovalVerdict, AssistantMessage, ClaimError, ConversationError,
    ConversationId, MessageId,
};
use taskpilot_mcp_tools::{FaultCode, TaskTools, ToolCaller};

use crate::consent::Spoken;

use crate::allowance::{DailyLimitReached, NotAllowed};
use crate::runs::{NoRun, unreachable};

/// How long a word is waited for.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// What a person is asked to approve: exactly this will be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRequired {
    /// Names the question, for the answer.
    pub id: String,
    /// Where it was asked.
    pub conversation: ConversationId,
    /// Until when an answer counts.
    pub expires_at: Timestamp,
    /// What will be done, in order.
    pub actions: Vec<ApprovalAction>,
}

/// One change that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalAction {
    /// The call that waits.
    pub call_id: String,
    /// Which tool.
    pub tool: String,
    /// Which task; none if one is added.
    pub task_id: Option<i64>,
    /// What it was called when this was shown, or will be.
    pub title: String,
    /// What will be done, for people: "Delete “Milk”".
    pub text: String,
    /// The task's version when this was shown: a task that was changed since is left alone.
    pub version: i64,
    /// Why it waits.
    #[serde(default)]
    pub reason: ApprovalReason,
    /// Which kind of action it is.
    pub(crate) kind: String,
}

/// Why a change waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ApprovalReason {
    /// The turn does much at once.
    #[default]
    Many,
    /// The person's own words do not ask for it, and the assistant has read words of others. It is asked each time:
    /// [`ApprovalDecision::Always`] is not taken.
    NotAsked,
}

/// Longest reason for a rejection that the model is told, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// What the person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalDecision {
    /// Do it.
    Approve,
    /// Leave it; the model is told this, if anything.
    Reject(Option<String>),
    /// Do it, and do not ask about actions of this kind in this conversation again.
    Always,
}

impl ApprovalDecision {
    pub(crate) fn verdict(&self) -> ApprovalVerdict {
        match self {
            Self::Approve => ApprovalVerdict::Approved,
            Self::Reject(_) => ApprovalVerdict::Rejected,
            Self::Always => ApprovalVerdict::Always,
        }
    }
}

/// A word was not taken; nothing was done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// There is no such question in the user's conversation.
    #[error("there is no such approval")]
    NotFound,
    /// It was answered before, or the conversation went on without an answer.
    #[error("this was decided already")]
    Decided,
    /// It waited too long.
    #[error("this waited too long")]
    Expired,
    /// [`ApprovalDecision::Always`] was said to what is asked each time; it still waits.
    #[error("this is asked each time")]
    NotAlways,
    /// What waits was written by another version of the program, and cannot be read.
    #[error("what waits cannot be read")]
    Unreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The conversation is out of reach.
    #[error("could not read the conversation")]
    Conversation(#[from] ConversationError),
    /// The user has spent what they may in a day; what waits goes on waiting.
    #[error(transparent)]
    DailyLimit(DailyLimitReached),
    /// The conversation is being answered; what waits goes on waiting.
    #[error("the conversation is being answered")]
    Busy,
    /// The assistant is shutting down.
    #[error("the assistant is shutting down")]
    ShuttingDown,
}

impl From<NoRun> for DecideError {
    fn from(error: NoRun) -> Self {
        match error {
            NoRun::Busy => Self::Busy,
            NoRun::Unreachable(source) => Self::Conversation(unreachable(source)),
        }
    }
}

impl From<NotAllowed> for DecideError {
    fn from(error: NotAllowed) -> Self {
        match error {
            NotAllowed::Reached(reached) => Self::DailyLimit(reached),
            NotAllowed::Store(error) => Self::Conversation(error.into()),
        }
    }
}

impl From<ClaimError> for DecideError {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::NotFound => Self::NotFound,
            ClaimError::Decided => Self::Decided,
            ClaimError::Expired => Self::Expired,
            ClaimError::Store(error) => Self::Conversation(error.into()),
            other => Self::Unreadable(other.into()),
        }
    }
}

/// A turn that waits, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// The run, as the runner writes it.
    run: String,
    /// The reply as far as it went.
    pub(crate) reply: AssistantMessage,
    /// What the person said.
    #[serde(default)]
    pub(crate) spoken: Spoken,
}

impl Waiting {
    pub(crate) fn new(
        run: &RunState,
        reply: AssistantMessage,
        spoken: Spoken,
    ) -> serde_json::Result<Self> {
        let run = run.to_json()?;
        Ok(Self { run, reply, spoken })
    }

    /// Returns how it is kept until the person has spoken, once its message is stored.
    pub(crate) fn keep(
        &self,
        required: &ApprovalRequired,
        now: Timestamp,
    ) -> serde_json::Result<impl FnOnce(MessageId) -> Approval + Send + use<>> {
        let actions = required.actions.iter();
        let mut kinds: Vec<String> = actions.map(|it| it.kind.clone()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (id, conversation) = (required.id.clone(), required.conversation);
        let expires_at = required.expires_at;
        let shown = serde_json::to_string(required)?;
        let state = serde_json::to_string(self)?;
        Ok(move |message| Approval {
            id,
            conversation,
            message,
            shown,
            state,
            kinds,
            created_at: now,
            expires_at,
        })
    }

    /// Reads back what was kept.
    pub(crate) fn read(kept: &Approval) -> Result<(Self, RunState), DecideError> {
        let unreadable = |error: serde_json::Error| DecideError::Unreadable(error.into());
        let waiting: Self = serde_json::from_str(&kept.state).map_err(unreadable)?;
        let run = RunState::from_json(&waiting.run);
        let run = run.map_err(|error| DecideError::Unreadable(error.into()))?;
        Ok((waiting, run))
    }
}

impl ApprovalRequired {
    pub(crate) fn new(
        conversation: ConversationId,
        actions: Vec<ApprovalAction>,
        now: Timestamp,
    ) -> Self {
        // As fine as databases keep it.
        let end = now.checked_add(LONGEST_WAIT).unwrap_or(Timestamp::MAX);
        Self {
            id: made_up_id(),
            conversation,
            expires_at: end.round(jiff::Unit::Microsecond).unwrap_or(end),
            actions,
        }
    }

    /// Returns whether "always" may be said: all that waits does so because it is much.
    pub fn takes_always(&self) -> bool {
        let reasons = self.actions.iter().map(|it| it.reason);
        reasons.into_iter().all(|it| it == ApprovalReason::Many)
    }

    pub(crate) fn read(kept: &Approval) -> Result<Self, DecideError> {
        serde_json::from_str(&kept.shown).map_err(|error| DecideError::Unreadable(error.into()))
    }
}

/// Some things are asked each time, whatever was said before.
pub(crate) async fn check_always(
    approvals: &dyn ApprovalStore,
    user: &UserId,
    (conversation, id): (ConversationId, &str),
    now: Timestamp,
) -> Result<(), DecideError> {
    let pending = approvals.pending(user, conversation, now).await;
    let pending = pending.map_err(ConversationError::from)?;
    // What does not wait any more is told as such once it is claimed.
    let Some(kept) = pending.filter(|kept| kept.id == id) else {
        return Ok(());
    };
    if ApprovalRequired::read(&kept)?.takes_always() {
        return Ok(());
    }
    Err(DecideError::NotAlways)
}

/// Gives each call that waits what the person said of it. A task that is not what it was when it was shown is left
/// alone, whatever was said.
pub(crate) async fn decide(
    run: &mut RunState,
    decision: &ApprovalDecision,
    (tools, caller): (&TaskTools, &ToolCaller),
    shown: &ApprovalRequired,
) -> Result<(), DecideError> {
    for request in run.requests() {
        let action = shown
            .actions
            .iter()
            .find(|it| it.call_id == request.call_id);
        let word = match (decision, action) {
            (ApprovalDecision::Reject(None), _) => {
                Decision::reject_with("The user rejected this. Nothing was done.")
            }
            (ApprovalDecision::Reject(Some(reason)), _) => Decision::reject_with(format!(
                "The user rejected this, and says: {reason}\nNothing was done."
            )),
            (_, None) => Decision::reject_with("The user was not shown this. Nothing was done."),
            (_, Some(action)) => match objection(tools, caller, action).await {
                Some(objection) => Decision::reject_with(objection),
                None => Decision::approve(),
            },
        };
        run.decide(&request, word)
            .map_err(|error| DecideError::Unreadable(error.into()))?;
    }
    Ok(())
}

/// Says why an action is not what was approved any more, if so.
async fn objection(
    tools: &TaskTools,
    caller: &ToolCaller,
    action: &ApprovalAction,
) -> Option<String> {
    // What is added is no task yet.
    let id = action.task_id?;
    let number = serde_json::json!({"task_id": id});
    let title = &action.title;
    match tools.target(caller, "delete_task", number).await {
        Ok(task) if task.version.get() == action.version => None,
        Ok(_) => Some(format!(
            "Task {id} (“{title}”) was changed after the user was asked, so nothing was done with it. Tell them."
        )),
        Err(fault) if fault.code == FaultCode::NotFound => Some(format!(
            "Task {id} (“{title}”) is gone since the user was asked. Tell them."
        )),
        Err(_) => Some(format!(
            "Task {id} (“{title}”) could not be looked up, so nothing was done with it. Tell them."
        )),
    }
}

fn made_up_id() -> String {
    let bits = (
        getrandom::u64().unwrap_or_default(),
        getrandom::u64().unwrap_or_default(),
    );
    format!("apr_{:016x}{:016x}", bits.0, bits.1)
}
