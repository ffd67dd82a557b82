//! Which calls of a turn wait for the person's word.
//!
//! There are two reasons to wait. A turn that does much waits, lest a slip costs much. And once the model has read text
//! that is not the person's (tasks, files, quotes), a change that the person's own words do not ask for waits, lest that
//! text has changes made.

mod asked;
mod lexicon;
mod pasted;
mod phrase;
mod pointers;
mod request;
mod shown;
mod spoken;
mod tally;
mod words;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use async_trait::async_trait;
use serde_json::Value;
use taskpilot_agent_runner::{CallFlow, Flow, Hooks, Scene, ToolContext};
use taskpilot_conversations::ToolCall;
use taskpilot_mcp_tools::{TaskTools, ToolCaller};
use taskpilot_model_client::ModelResponse;
use taskpilot_tasks::{ListName, Tag, Task};

use self::asked::{Act, Asked, Evidence, Named};
use self::shown::{pin, text_of};
pub(crate) use self::spoken::Spoken;
use self::tally::{Many, Tallies};
use crate::approval::{ApprovalAction, ApprovalReason};

/// Says of each call of a turn whether it waits.
pub(crate) struct Consent {
    tools: TaskTools,
    /// The kinds of action that the person does not want to be asked about.
    standing: Vec<String>,
    spoken: Spoken,
    /// Read once a change is to be judged: most turns have none.
    asked: OnceLock<Asked>,
    state: Mutex<State>,
}

struct State {
    tallies: Tallies,
    /// Whether the model has been given text that is not the person's, beside what they quote.
    reads_others: bool,
    /// The same when it gave its last answer.
    has_read_others: bool,
    shown: Vec<ApprovalAction>,
}

/// A call that may change something.
struct Call<'a> {
    tool: &'a str,
    act: Act,
    arguments: &'a Value,
}

impl Call<'_> {
    fn text(&self, argument: &str) -> Option<&str> {
        text_of(self.arguments, argument)
    }
}

/// What the model is told of a call that is not even worth a question.
const DENIED: &str =
    "Not done: the user's own words do not ask for this, and it means no single task. Ask them.";

impl Consent {
    /// Begins with what the turn did before, such as before it waited.
    pub(crate) fn new(
        tools: TaskTools,
        standing: Vec<String>,
        spoken: Spoken,
        before: &[ToolCall],
    ) -> Arc<Self> {
        let reads_others = spoken.reads_others || before.iter().any(spoken::shows_others);
        let state = State {
            tallies: Tallies::of(before),
            reads_others,
            has_read_others: reads_others,
            shown: Vec::new(),
        };
        Arc::new(Self {
            tools,
            standing,
            spoken,
            asked: OnceLock::new(),
            state: Mutex::new(state),
        })
    }

    /// Returns the person's words, to go on with them later.
    pub(crate) fn spoken(&self) -> &Spoken {
        &self.spoken
    }

    /// Returns what the person is shown of these calls, in their order.
    pub(crate) fn shown<'a>(&self, calls: impl Iterator<Item = &'a str>) -> Vec<ApprovalAction> {
        let state = self.state();
        let action = |call: &str| state.shown.iter().find(|it| it.call_id == call).cloned();
        calls.filter_map(action).collect()
    }

    /// Returns what the person's own words ask for.
    fn asked(&self) -> &Asked {
        self.asked.get_or_init(|| Asked::of(&self.spoken))
    }

    /// Returns whether the model had been given text that is not the person's when it gave its last answer.
    fn has_read_others(&self) -> bool {
        self.state().has_read_others || self.asked().quotes_others
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes which tasks the model's answer acts on, so that the first call of many waits like the last.
    async fn look_ahead(&self, caller: &ToolCaller, response: &ModelResponse) {
        let calls = response.tool_calls();
        let calls: Vec<_> = calls
            .filter_map(|call| Some((Act::of(&call.name)?, call)))
            .collect();
        {
            let mut state = self.state();
            state.has_read_others = state.reads_others;
            state.tallies.begin(calls.iter().map(|(act, _)| *act));
        }
        if calls.is_empty() {
            return;
        }
        let reads_others = self.has_read_others();
        for (act, call) in calls {
            let is_many =
                Many::of(act).is_some_and(|many| self.state().tallies.may_be_too_many(many));
            if !is_many && !reads_others {
                continue;
            }
            let arguments: Value = serde_json::from_str(&call.arguments).unwrap_or_default();
            let call = Call {
                tool: &call.name,
                act,
                arguments: &arguments,
            };
            // What no task is found for fails as a call, too.
            let Some(task) = self.target(caller, &call).await else {
                continue;
            };
            let evidence = self.evidence(&call, task.as_ref());
            let key = key(&call, task.as_ref());
            let mut state = self.state();
            if let (Some(many), Some(task)) = (Many::of(act), &task) {
                state.tallies.ask(many, task.id.get());
            }
            if matches!(evidence, Evidence::Reference(_)) {
                state.tallies.refer(act, key);
            }
        }
    }

    /// Returns the task of a call, none if it adds one; nothing if there is no such task.
    async fn target(&self, caller: &ToolCaller, call: &Call<'_>) -> Option<Option<Task>> {
        if call.act == Act::Add {
            return Some(None);
        }
        let arguments = call.arguments.clone();
        let task = self.tools.target(caller, call.tool, arguments).await;
        task.ok().map(Some)
    }

    /// Returns how well the person's own words ask for a call.
    fn evidence(&self, call: &Call<'_>, task: Option<&Task>) -> Evidence {
        let Some(task) = task else {
            let details: Vec<&str> = call.text("description").into_iter().collect();
            let title = call.text("title").unwrap_or_default();
            return self.asked().addition(title, &details);
        };
        let list = task.list.as_ref().map(ListName::as_str);
        let tags = task.tags.iter().map(Tag::as_str);
        let labels: Vec<&str> = list.into_iter().chain(tags).collect();
        let named = Named {
            id: task.id.get(),
            title: &task.title,
            labels: &labels,
        };
        self.evidence_for(call, &named)
    }

    fn evidence_for(&self, call: &Call<'_>, task: &Named<'_>) -> Evidence {
        // In a deletion or a completion these would be the task's own name.
        let written = [call.text("title"), call.text("description")];
        let mut written = written.into_iter().flatten();
        if call.act == Act::Update && !written.all(|text| self.asked().writes(text, task)) {
            return Evidence::None;
        }
        self.asked().change(call.act, task)
    }

    /// Returns whether a call waits.
    async fn verdict(&self, caller: &ToolCaller, call: &Call<'_>) -> Verdict {
        let many = Many::of(call.act);
        let stands = many.is_some_and(|many| self.standing.iter().any(|it| it == many.name()));
        let may_be_too_many =
            !stands && many.is_some_and(|many| self.state().tallies.may_be_too_many(many));
        let reads_others = self.has_read_others();
        if !may_be_too_many && !reads_others {
            return Verdict::Run;
        }
        let Some(task) = self.target(caller, call).await else {
            return self.verdict_without_task(call, reads_others);
        };
        if reads_others && !self.is_asked_for(call, task.as_ref()) {
            return Verdict::Ask(ApprovalReason::NotAsked, task.map(Box::new));
        }
        let (Some(many), Some(id)) = (many, task.as_ref().map(|task| task.id.get())) else {
            return Verdict::Run;
        };
        let mut state = self.state();
        state.tallies.ask(many, id);
        if may_be_too_many && state.tallies.are_too_many(many) {
            return Verdict::Ask(ApprovalReason::Many, task.map(Box::new));
        }
        Verdict::Run
    }

    /// A call that means no task, or several, does nothing; but its answer may offer a choice of tasks, which is not
    /// offered where nothing was asked for.
    fn verdict_without_task(&self, call: &Call<'_>, reads_others: bool) -> Verdict {
        let id = call.arguments.get("task_id").and_then(Value::as_i64);
        let name = match call.act {
            Act::Update => call.text("current_title"),
            _ => call.text("title").or_else(|| call.text("name")),
        };
        let named = Named {
            id: id.unwrap_or_default(),
            title: name.unwrap_or_default(),
            labels: &[],
        };
        if reads_others && self.evidence_for(call, &named) == Evidence::None {
            return Verdict::Deny;
        }
        Verdict::Run
    }

    /// What "it" stands for is one thing: several that are meant by it wait.
    fn is_asked_for(&self, call: &Call<'_>, task: Option<&Task>) -> bool {
        match self.evidence(call, task) {
            Evidence::Whole => true,
            Evidence::None => false,
            Evidence::Reference(most) => {
                let mut state = self.state();
                state.tallies.refer(call.act, key(call, task)) <= most
            }
        }
    }
}

/// What becomes of a call.
enum Verdict {
    Run,
    /// It waits, for this reason; the task is none if it adds one.
    Ask(ApprovalReason, Option<Box<Task>>),
    Deny,
}

/// Tells apart what calls act on.
fn key(call: &Call<'_>, task: Option<&Task>) -> String {
    match task {
        Some(task) => task.id.to_string(),
        None => text_of(call.arguments, "title")
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The policy, as the runner asks it.
pub(crate) struct ConsentHook(pub(crate) Arc<Consent>);

#[async_trait]
impl Hooks<ToolCaller> for ConsentHook {
    async fn after_model(&self, scene: &Scene<ToolCaller>, response: &mut ModelResponse) -> Flow {
        self.0.look_ahead(&scene.app, response).await;
        Flow::Continue
    }

    async fn before_tool(
        &self,
        context: &ToolContext<ToolCaller>,
        tool: &str,
        arguments: &mut Value,
    ) -> CallFlow {
        let Some(act) = Act::of(tool) else {
            return CallFlow::Run;
        };
        let call = Call {
            tool,
            act,
            arguments,
        };
        let (reason, task) = match self.0.verdict(&context.app, &call).await {
            Verdict::Run => return CallFlow::Run,
            Verdict::Deny => return CallFlow::Deny(DENIED.to_owned()),
            Verdict::Ask(reason, task) => (reason, task),
        };
        if let Some(task) = &task {
            // What runs later is what is shown now, whatever the name will mean by then.
            pin(tool, arguments, task.id.get());
        }
        let action = shown::action(&context.call_id, tool, arguments, (reason, task));
        self.0.state().shown.push(action);
        CallFlow::Ask
    }

    async fn after_tool(
        &self,
        _context: &ToolContext<ToolCaller>,
        tool: &str,
        result: &mut Result<Value, Value>,
    ) -> Flow {
        let mut state = self.0.state();
        state.reads_others |= spoken::answer_shows_others(tool, result.is_ok());
        if let Ok(result) = result {
            state.tallies.note(tool, result);
        }
        Flow::Continue
    }
}
