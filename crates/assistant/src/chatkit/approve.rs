//! The card that asks before calls are run, and what follows from its buttons.

use std::sync::Arc;

use async_stream::try_stream;
use futures_util::TryStreamExt as _;
use taskpilot_chatkit::widget::{
    Button, ButtonColor, Caption, Card, Col, ControlSize, ControlVariant, Direction, Form,
    IconName, Input, Row, Text, TextSize, WidgetAction, WidgetStatus,
};
use taskpilot_chatkit::{
    Event, EventStream, RequestError, StreamError, ThreadItem, Turn, WidgetItem,
};

use super::action::{self, Decide, Word};
use super::context::ChatContext;
use super::open_text::OpenText;
use super::server::{ChatKitAssistant, with_widget};
use super::speech::{self, Speech};
use super::widget;
use crate::approval::{ApprovalDecision, ApprovalRequired, DecideError, MAX_REASON_CHARS};
use crate::assistant::Claimed;

/// The form's field: it goes along with the payload under this name.
const REASON: &str = "reason";

/// Asks about calls that wait: what exactly will happen, and the buttons.
pub(super) fn card(asked: &ApprovalRequired) -> WidgetItem {
    let action = |word: Word| {
        let decide = Decide {
            id: asked.id.clone(),
            word,
            reason: None,
        };
        action::streamed(action::DECIDE, &decide)
    };
    let button = |label: &str, word: Word| {
        Button::new()
            .label(label)
            .on_click_action(action(word))
            .size(ControlSize::Sm)
    };
    let changes = asked.actions.iter().map(|it| {
        let number = it.task_id.map(|id| format!(" (task {id})"));
        let text = format!("• {}{}", it.text, number.unwrap_or_default());
        Text::new(text).size(TextSize::Sm)
    });
    let approve = button("Approve", Word::Approve).color(ButtonColor::Primary);
    let mut words = Row::new().gap(2).child(approve);
    if asked.takes_always() {
        words = words.child(button("Always", Word::Always).variant(ControlVariant::Soft));
    }
    let rejection = Form::new()
        .direction(Direction::Row)
        .gap(2)
        .on_submit_action(action(Word::Reject))
        .child(Input::new(REASON).placeholder("Why not? (optional)"))
        .child(
            Button::new()
                .label("Reject")
                .submit(true)
                .variant(ControlVariant::Outline)
                .size(ControlSize::Sm),
        );
    let card = Card::new()
        .status(WidgetStatus {
            icon: Some(IconName::circle_question()),
            ..WidgetStatus::new(question(asked))
        })
        .child(Col::new().gap(1).children(changes))
        .child(words)
        .child(rejection)
        .child(Caption::new(note(asked)));
    WidgetItem {
        widget: card.into(),
        copy_text: Some(listed(asked)),
    }
}

fn question(asked: &ApprovalRequired) -> String {
    match asked.actions.len() {
        1 => "May I do this?".to_owned(),
        count => format!("May I do these {count} things?"),
    }
}

/// Says what the person may not know: what "always" counts for, or where a change may come from that they did not ask for.
fn note(asked: &ApprovalRequired) -> &'static str {
    if asked.takes_always() {
        return "Always: changes of this kind are not asked about in this conversation again.";
    }
    "You did not ask for this in your own words. It may come from the text of a task, a file or a quote."
}

fn listed(asked: &ApprovalRequired) -> String {
    let lines = asked.actions.iter().map(|it| format!("- {}", it.text));
    lines.collect::<Vec<_>>().join("\n")
}

/// Shows the card once it is answered.
fn answered(asked: &ApprovalRequired, word: Word) -> WidgetItem {
    let texts: Vec<&str> = asked.actions.iter().map(|it| it.text.as_str()).collect();
    let texts = texts.join(", ");
    match word {
        Word::Approve => widget::line(&format!("Approved: {texts}"), None),
        Word::Always => widget::line(&format!("Approved, always: {texts}"), None),
        Word::Reject => widget::left(&format!("Rejected: {texts}")),
    }
}

impl ChatKitAssistant {
    /// Takes the person's word, and goes on with the turn.
    pub(super) fn decide(
        self,
        turn: Turn<ChatContext>,
        action: WidgetAction,
        sender: Option<ThreadItem>,
    ) -> EventStream {
        Box::pin(try_stream! {
            let asked: Option<Decide> = action::read(&action);
            let asked = asked.ok_or_else(unreadable)?;
            let word = asked.word;
            let shown = |widget: &WidgetItem| match &sender {
                Some(sender) => with_widget(sender, widget).map(Event::ItemReplaced),
                None => speech::made(&turn, widget).map(Event::ItemDone),
            };
            match self.take(&turn, asked).await {
                Ok(claimed) => {
                    yield shown(&answered(&claimed.required, word))?;
                    let mut rest = self.go_on_with(&turn, claimed);
                    while let Some(event) = rest.try_next().await? {
                        yield event;
                    }
                }
                Err(error) => match sender.as_ref().filter(|it| !is_open(it)) {
                    // It was answered elsewhere: the card shows how.
                    Some(answered) => yield Event::ItemReplaced(answered.clone()),
                    None => yield shown(&widget::line(refusal(error)?, None))?,
                },
            }
        })
    }

    async fn take(&self, turn: &Turn<ChatContext>, asked: Decide) -> Result<Claimed, DecideError> {
        let context = turn.context();
        let conversation = context.conversation(&turn.thread().id);
        let conversation = conversation.ok_or(DecideError::NotFound)?;
        let decision = match asked.word {
            Word::Approve => ApprovalDecision::Approve,
            Word::Always => ApprovalDecision::Always,
            Word::Reject => ApprovalDecision::Reject(reason(asked.reason)),
        };
        let place = (conversation, asked.id.as_str());
        self.assistant.claim(&context.turn, place, &decision).await
    }

    fn go_on_with(&self, turn: &Turn<ChatContext>, claimed: Claimed) -> EventStream {
        let text = OpenText::new(turn.clone());
        let stored = claimed.answers().get();
        let context = turn.context().turn.clone();
        let door = self.door(turn, &text);
        let answer = self.assistant.go_on_with(context, claimed, door);
        let clock = Arc::clone(&self.parts.clock);
        Speech::new(turn.clone(), text, (clock, stored)).say(answer, &[])
    }
}

/// Returns whether a card still has its buttons.
fn is_open(card: &ThreadItem) -> bool {
    card.json().contains(action::DECIDE)
}

fn reason(text: Option<String>) -> Option<String> {
    let text: String = text?.trim().chars().take(MAX_REASON_CHARS).collect();
    (!text.is_empty()).then_some(text)
}

fn unreadable() -> RequestError {
    RequestError::Unsupported("this is no answer to a question of this server".to_owned())
}

/// Says why the answer does not count, on the card.
fn refusal(error: DecideError) -> Result<&'static str, StreamError> {
    match error {
        DecideError::NotFound | DecideError::Decided => Ok(
            "This was decided already, or the conversation went on without it. Nothing was done now.",
        ),
        DecideError::Expired => Ok("This waited for more than a day. Ask again."),
        DecideError::Unreadable(_) => Ok("This was asked by another version. Ask again."),
        DecideError::NotAlways => Err(StreamError::custom(
            "This is asked each time: approve it or reject it.",
        )),
        DecideError::DailyLimit(reached) => Err(StreamError::Custom {
            message: reached.message,
            allow_retry: false,
        }),
        DecideError::Busy => Err(RequestError::Busy.into()),
        DecideError::ShuttingDown => Err(StreamError::Custom {
            message: "The server is restarting. Try again in a moment.".into(),
            allow_retry: true,
        }),
        DecideError::Conversation(error) => Err(StreamError::failed(error)),
    }
}
