//! What was shown goes when a guardrail trips.

use std::time::Duration;

use taskpilot_agent_runner::{
    InputGuardrail, OutputGuardrail, Timing, ToolGuardrail, ToolVerdict, Trip, Verdict,
};

use super::*;

/// Objects to everything, after a while.
struct No(Timing);

fn no() -> Trip {
    Trip::new("I cannot talk about that.")
}

#[async_trait]
impl InputGuardrail<Stage<()>> for No {
    fn name(&self) -> &'static str {
        "no"
    }

    fn timing(&self) -> Timing {
        self.0
    }

    async fn check(&self, _: Arc<Stage<()>>, _: Arc<[InputItem]>) -> Verdict {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Verdict::Trip(no())
    }
}

#[async_trait]
impl OutputGuardrail<Stage<()>> for No {
    fn name(&self) -> &'static str {
        "no"
    }

    async fn check(&self, _: Arc<Stage<()>>, _: Arc<str>) -> Verdict {
        Verdict::Trip(no())
    }
}

#[async_trait]
impl ToolGuardrail<Stage<()>> for No {
    fn name(&self) -> &'static str {
        "no"
    }

    async fn before(&self, _: &ToolContext<Stage<()>>, _: &str, _: &Value) -> ToolVerdict {
        ToolVerdict::Trip(no())
    }
}

fn default() -> Arc<DefaultRunConverter> {
    Arc::new(DefaultRunConverter)
}

/// Shows something of every kind, then says this much.
fn shows_all() -> [Scripted; 3] {
    [
        Scripted::new()
            .reasoning("hm", json!({}))
            .text("Let me see. ")
            .call("widget", json!({})),
        Scripted::new().image(1).call("steps", json!({})),
        Scripted::new().text("Half of it"),
    ]
}

/// Nothing the client was told of is left, with it or in the store.
async fn all_is_gone(chat: &Chat) -> Vec<Value> {
    let (thread, events) = chat.begin().await;
    let ids = |kinds: &[&str]| -> Vec<String> {
        let mut ids: Vec<String> = events
            .iter()
            .filter(|event| kinds.contains(&event["type"].as_str().unwrap()))
            .map(|event| event["item"]["id"].as_str().or(event["item_id"].as_str()))
            .map(|id| id.unwrap().to_owned())
            .collect();
        ids.sort();
        ids.dedup();
        ids
    };
    let shown = ids(&["thread.item.added", "thread.item.done"]);
    assert_eq!(shown, ids(&["thread.item.removed"]));
    assert_eq!(chat.kinds(&thread).await, ["user_message"]);
    let last = events.last().unwrap();
    assert_eq!(last["type"], "error");
    assert_eq!(last["message"], "I cannot talk about that.");
    events
}

#[tokio::test(start_paused = true)]
async fn all_that_was_shown_goes_when_the_answer_is_rejected() {
    let chat = chat_of(shows_all(), default(), |agent| {
        agent.with_output_guardrail(No(Timing::Parallel))
    });
    let events = all_is_gone(&chat).await;
    let removed = events
        .iter()
        .filter(|event| event["type"] == "thread.item.removed");
    // Thoughts, two messages, a widget, an image, steps.
    assert_eq!(removed.count(), 6, "{}", outline(&events));
}

#[tokio::test(start_paused = true)]
async fn a_half_written_message_goes_when_the_question_is_rejected() {
    let turn = Scripted::new()
        .reasoning("hm", json!({}))
        .text("Well, ")
        .hang();
    let chat = chat_of([turn], default(), |agent| {
        agent.with_input_guardrail(No(Timing::Parallel))
    });
    let events = all_is_gone(&chat).await;
    insta::assert_snapshot!(outline(&events));
}

#[tokio::test(start_paused = true)]
async fn nothing_has_to_go_when_the_question_is_checked_first() {
    let chat = chat_of(shows_all(), default(), |agent| {
        agent.with_input_guardrail(No(Timing::Blocking))
    });
    let events = all_is_gone(&chat).await;
    insta::assert_snapshot!(outline(&events), @r#"error "I cannot talk about that.""#);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_stays_when_a_tool_is_stopped() {
    let turn = Scripted::new().text("I look.").call("widget", json!({}));
    let chat = chat_of([turn], default(), |agent| {
        agent.with_tool_guardrail(No(Timing::Blocking))
    });
    let (thread, _) = chat.begin().await;
    assert_eq!(
        chat.kinds(&thread).await,
        ["user_message", "assistant_message"]
    );
}
