//! What the simulated model answers, request by request.

mod fault;
mod play;
mod reply;
mod telling;

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use taskpilot_model_client::{ContentPart, InputItem, ModelRequest, Role};

pub use fault::Fault;
pub(crate) use play::{Play, Step, play, play_whole};
pub use reply::{Arguments, Finish, Reply, ScriptedCall, ScriptedImage, ScriptedUsage};

/// Replies, the first of which that fits a request and is not used up answers it.
///
/// Read from JSON or put together in a test:
///
/// ```
/// use taskpilot_model_sim::{Reply, Script};
/// use serde_json::json;
///
/// let script = Script::new([
///     Reply::status(500).times(2),
///     Reply::call("add_task", json!({"title": "Milk"})).when("milk"),
///     Reply::text("Added."),
/// ]);
/// let same: Script = serde_json::from_value(json!({"replies": [
///     {"fault": {"kind": "status", "status": 500}, "times": 2},
///     {"when": "milk", "tool_calls": [{"name": "add_task", "arguments": {"title": "Milk"}}]},
///     {"text": "Added."},
/// ]})).unwrap();
/// assert_eq!(script, same);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// In the order in which they are tried.
    pub replies: Vec<Reply>,
}

impl Script {
    /// Returns a script of these replies.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            replies: replies.into_iter().collect(),
        }
    }
}

/// A script and how often each of its replies was used.
pub(crate) struct Prompter {
    script: Script,
    used: Mutex<Vec<u32>>,
}

impl Prompter {
    pub(crate) fn new(script: Script) -> Self {
        let used = Mutex::new(vec![0; script.replies.len()]);
        Self { script, used }
    }

    /// Returns the reply to `request` and counts it as used.
    pub(crate) fn reply(&self, request: &ModelRequest) -> Option<&Reply> {
        let said = last_user_text(&request.input).to_lowercase();
        let after_tool = matches!(request.input.last(), Some(InputItem::ToolOutput { .. }));
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut replies = self.script.replies.iter().zip(used.iter_mut());
        let (reply, used) = replies.find(|(reply, used)| {
            (reply.times == 0 || **used < reply.times) && reply.fits(&said, after_tool)
        })?;
        *used = used.saturating_add(1);
        Some(reply)
    }
}

/// Returns what the person said last, the empty text if they said nothing.
pub(crate) fn last_user_text(input: &[InputItem]) -> String {
    let content = input.iter().rev().find_map(|item| match item {
        InputItem::Message {
            role: Role::User,
            content,
        } => Some(content),
        _ => None,
    });
    let texts = content.into_iter().flatten().filter_map(|part| match part {
        ContentPart::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ask(prompter: &Prompter, input: Vec<InputItem>) -> String {
        let request = ModelRequest {
            input,
            ..ModelRequest::default()
        };
        let reply = prompter.reply(&request).cloned().unwrap_or_default();
        reply.text.unwrap_or_else(|| "nothing".to_owned())
    }

    fn says(text: &str) -> Vec<InputItem> {
        vec![InputItem::text(Role::User, text)]
    }

    #[test]
    fn replies_come_in_order_and_run_out() {
        let script = [Reply::text("one").times(2), Reply::text("two")];
        let prompter = Prompter::new(Script::new(script));
        let answers: Vec<_> = (0..4).map(|_| ask(&prompter, says("hi"))).collect();
        assert_eq!(answers, ["one", "one", "two", "nothing"]);
    }

    #[test]
    fn a_reply_waits_for_its_words_and_its_tool() {
        let prompter = Prompter::new(Script::new([
            Reply::text("done").after_tool(true).always(),
            Reply::text("adding").when("MILK").always(),
            Reply::text("what?").always(),
        ]));
        let output = InputItem::ToolOutput {
            call_id: "call_1".to_owned(),
            output: "{}".to_owned(),
        };
        for _ in 0..2 {
            assert_eq!(ask(&prompter, says("add milk")), "adding");
            let mut after = says("add milk");
            after.push(output.clone());
            assert_eq!(ask(&prompter, after), "done");
            assert_eq!(ask(&prompter, says("hello")), "what?");
        }
    }

    #[test]
    fn a_typing_mistake_in_a_script_is_an_error() {
        for reply in [
            json!({"txt": "hello"}),
            json!({"fault": {"kind": "explode"}}),
            json!({"fault": {"kind": "status", "status": 500, "retryafter": 1}}),
            json!({"tool_calls": [{"arguments": {}}]}),
        ] {
            let script = json!({ "replies": [reply] });
            assert!(
                serde_json::from_value::<Script>(script.clone()).is_err(),
                "{script}"
            );
        }
    }
}
