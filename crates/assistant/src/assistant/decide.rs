//! The person's word on what waits, and how the turn goes on.

use std::sync::Arc;

use taskpilot_agent_runner::{RunState, resume};
use taskpilot_conversations::{
    ApprovalVerdict, AssistantMessage, Conversation, ConversationError, ConversationId, MessageId,
};

use super::{Assistant, Door, Terms, TurnContext, caller};
use crate::approval::{self, ApprovalDecision, ApprovalRequired, DecideError, Waiting};
use crate::consent::{Consent, Spoken};
use crate::draft::Draft;
use crate::turn::{Active, TurnStream};

/// A turn on which the person has spoken.
pub(crate) struct Claimed {
    conversation: Conversation,
    /// The reply that goes on.
    message: MessageId,
    /// What they were asked.
    pub(crate) required: ApprovalRequired,
    reply: AssistantMessage,
    spoken: Spoken,
    run: RunState,
    terms: Terms,
}

impl Claimed {
    /// Returns the user's message that is answered.
    pub(crate) fn answers(&self) -> MessageId {
        self.reply.reply_to
    }
}

impl Assistant {
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
        let run = self.begin_run(&context.user, place.0).await?;
        match self.claim(&context, place, decision).await {
            Ok(claimed) => Ok(self.go_on_with(context, claimed, self.door(run))),
            Err(error) => {
                // Whoever is told so may answer otherwise at once.
                run.end().await;
                Err(error)
            }
        }
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
        let allowance = self.allowance(context).await?;
        let conversation = match shared.conversations.get(user, place.0).await {
            Err(ConversationError::NotFound(_)) => return Err(DecideError::NotFound),
            found => found?,
        };
        let standing = shared.approvals.standing(user, conversation.id).await;
        let mut standing = standing.map_err(ConversationError::from)?;
        let verdict = decision.verdict();
        let now = shared.clock.now();
        if verdict == ApprovalVerdict::Always {
            approval::check_always(&*shared.approvals, user, place, now).await?;
        }
        let kept = shared.approvals.claim(user, place, verdict, now).await?;
        let (mut waiting, mut run) = Waiting::read(&kept)?;
        let required = ApprovalRequired::read(&kept)?;
        let tools = (&shared.task_tools, &caller(context));
        approval::decide(&mut run, decision, tools, &required).await?;
        if verdict == ApprovalVerdict::Always {
            standing.extend(kept.kinds);
        }
        if let ApprovalDecision::Reject(Some(reason)) = decision {
            waiting.spoken.remark(reason);
        }
        Ok(Claimed {
            conversation,
            message: kept.message,
            required,
            reply: waiting.reply,
            spoken: waiting.spoken,
            terms: Terms {
                standing,
                allowance: allowance.map(|it| it.resuming(run.usage())),
            },
            run,
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
        let Terms {
            standing,
            allowance,
        } = claimed.terms;
        let before = &claimed.reply.tool_calls;
        let consent = Consent::new(tools, standing, claimed.spoken, before);
        let (agent, options) = self.agent(&context, &door, &consent, allowance.as_ref());
        let cancel = options.cancel.clone();
        let caller = Arc::new(caller(&context));
        let place = (claimed.conversation.id, Some(claimed.message));
        let frame = self.frame(context.user, place, door, (consent, allowance));
        let run = resume(Arc::new(agent), caller, claimed.run, options);
        let active = Active::new(run, cancel, Draft::resume(claimed.reply), frame);
        TurnStream::running(claimed.conversation, active)
    }
}
