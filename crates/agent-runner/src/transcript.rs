mod written_call;

use std::collections::HashSet;

use taskpilot_model_client::{
    Annotation, ContentPart, FinishReason, InputItem, ModelResponse, OutputItem, Role, ToolCall,
};

use crate::call_id;
use crate::state::View;

pub(crate) use self::written_call::WrittenCall;
use self::written_call::{Announced, cut, read_arguments, repeated};

/// The history of a run: its input and what it added, valid between any two turns.
pub(crate) struct Transcript {
    items: Vec<InputItem>,
    input_len: usize,
    /// What the model sees in place of the beginning, if that is not the same.
    view: Option<View>,
    /// Where the last answer begins.
    answer_at: usize,
    /// Ids of all calls in `items`, and of those announced.
    used_ids: HashSet<String>,
    turn: TurnDraft,
}

/// What the model said in this turn, before its answer is whole.
#[derive(Default)]
struct TurnDraft {
    text: String,
    refusal: String,
    calls: Vec<Announced>,
}

/// A whole answer of the model, as the run needs it.
pub(crate) struct Answer {
    pub(crate) text: String,
    /// The text was not shown bit by bit before.
    pub(crate) is_unheard: bool,
    pub(crate) refusal: Option<String>,
    /// Sources of the text, by their places in all of it.
    pub(crate) annotations: Vec<Annotation>,
    /// There is an image, which is an answer even without text.
    pub(crate) has_image: bool,
    pub(crate) calls: Vec<WrittenCall>,
}

impl Transcript {
    /// Begins with `input`, which is valid.
    pub(crate) fn new(input: Vec<InputItem>) -> Self {
        let ids = input.iter().filter_map(|item| match item {
            InputItem::ToolCall { call_id, .. } => Some(call_id.clone()),
            _ => None,
        });
        Self {
            used_ids: ids.collect(),
            input_len: input.len(),
            view: None,
            answer_at: input.len(),
            items: input,
            turn: TurnDraft::default(),
        }
    }

    /// Goes on with a run that waited; `new` ends with the calls it waits for.
    pub(crate) fn restore(
        input: Vec<InputItem>,
        mut new: Vec<InputItem>,
        view: Option<View>,
    ) -> Self {
        let input_len = input.len();
        let mut items = input;
        items.append(&mut new);
        Self {
            input_len,
            view,
            ..Self::new(items)
        }
    }

    /// Returns the items that the model sees.
    pub(crate) fn seen(&self) -> Vec<InputItem> {
        let Some(view) = &self.view else {
            return self.items.clone();
        };
        let rest = self.items.get(view.from..).unwrap_or_default();
        view.base.iter().chain(rest).cloned().collect()
    }

    /// Shows the model `base` in place of all that there is now.
    pub(crate) fn show_instead(&mut self, base: Vec<InputItem>) {
        let from = self.items.len();
        self.view = Some(View { base, from });
    }

    /// Returns input, added items and view, for a state.
    pub(crate) fn parts(&self) -> (Vec<InputItem>, Vec<InputItem>, Option<View>) {
        let (input, new) = self.items.split_at(self.input_len);
        (input.to_vec(), new.to_vec(), self.view.clone())
    }

    /// Takes the last answer back.
    pub(crate) fn take_back_answer(&mut self) -> Vec<InputItem> {
        self.items.split_off(self.answer_at.min(self.items.len()))
    }

    /// Adds something that the assistant says on its own.
    pub(crate) fn say_also(&mut self, text: &str) {
        self.say(text.to_owned(), ContentPart::Text);
    }

    /// Returns all items, the input first.
    pub(crate) fn items(&self) -> &[InputItem] {
        &self.items
    }

    pub(crate) fn hear_text(&mut self, delta: &str) {
        self.turn.text.push_str(delta);
    }

    pub(crate) fn hear_refusal(&mut self, delta: &str) {
        self.turn.refusal.push_str(delta);
    }

    /// Notes that a call began and returns the id it has in this run; `None` if that is known already.
    pub(crate) fn hear_call(&mut self, provider_id: &str, name: &str) -> Option<String> {
        if self
            .turn
            .calls
            .iter()
            .any(|call| call.provider_id == provider_id)
        {
            return None;
        }
        let call_id = call_id::claim(provider_id, &mut self.used_ids);
        self.turn.calls.push(Announced {
            provider_id: provider_id.to_owned(),
            call_id: call_id.clone(),
            name: name.to_owned(),
            is_complete: false,
        });
        Some(call_id)
    }

    /// Keeps what was said of an answer that will not be whole. Calls were not run, so they are as good as not made.
    pub(crate) fn keep_unfinished(&mut self) {
        let TurnDraft { text, refusal, .. } = std::mem::take(&mut self.turn);
        self.say(text, ContentPart::Text);
        self.say(refusal, ContentPart::Refusal);
    }

    /// Takes back all that was said in this run, but not what was done.
    pub(crate) fn unsay(&mut self) {
        self.turn = TurnDraft::default();
        let mut thoughts = Vec::new();
        for item in self.items.split_off(self.input_len) {
            match item {
                InputItem::Reasoning { .. } => thoughts.push(item),
                // Thoughts go with what they led to.
                item if is_said(&item) => thoughts.clear(),
                item => {
                    self.items.append(&mut thoughts);
                    self.items.push(item);
                }
            }
        }
    }

    fn say(&mut self, text: String, part: fn(String) -> ContentPart) {
        if !text.trim().is_empty() {
            self.items.push(said(part(text)));
        }
    }

    /// Adds a whole answer. Its calls want outputs, by [`Transcript::push_outputs`].
    ///
    /// Messages come before calls, so that calls and outputs stand together as Chat Completions wants them.
    pub(crate) fn take_answer(&mut self, response: ModelResponse) -> Answer {
        let text = response.text();
        self.answer_at = self.items.len();
        let ModelResponse {
            model,
            output,
            finish,
            ..
        } = response;
        let is_cut = finish == FinishReason::Length;
        let mut answer = Answer {
            text,
            is_unheard: self.turn.text.is_empty(),
            refusal: None,
            annotations: Vec::new(),
            has_image: false,
            calls: Vec::new(),
        };
        let mut asked = Vec::new();
        let mut thoughts = Vec::new();
        for item in output {
            match item {
                OutputItem::Reasoning { raw, .. } => {
                    thoughts.push(InputItem::Reasoning {
                        model: model.clone(),
                        raw,
                    });
                }
                OutputItem::Message { text, annotations } if !text.trim().is_empty() => {
                    answer.annotations.extend(annotations);
                    self.items.append(&mut thoughts);
                    self.items.push(said(ContentPart::Text(text)));
                }
                OutputItem::Refusal { text } => {
                    if !text.trim().is_empty() {
                        self.items.append(&mut thoughts);
                        self.items.push(said(ContentPart::Refusal(text.clone())));
                    }
                    answer.refusal = Some(text);
                }
                OutputItem::ToolCall(call) => {
                    let call = self.read_call(call, is_cut);
                    asked.append(&mut thoughts);
                    asked.push(call.item());
                    answer.calls.push(call);
                }
                OutputItem::Image(_) => {
                    answer.has_image = true;
                    thoughts.clear();
                }
                // Reasoning without what it led to is refused, and this cannot be sent back.
                _ => thoughts.clear(),
            }
        }
        let turn = std::mem::take(&mut self.turn);
        if is_cut {
            for call in turn.calls.into_iter().filter(|call| !call.is_complete) {
                let call = call.cut();
                asked.push(call.item());
                answer.calls.push(call);
            }
        }
        self.items.append(&mut asked);
        answer
    }

    /// Adds the outputs of the last answer's calls, in the calls' order.
    pub(crate) fn push_outputs(&mut self, outputs: impl Iterator<Item = InputItem>) {
        self.items.extend(outputs);
    }

    /// Returns all that the assistant said in this run.
    pub(crate) fn said(&self) -> String {
        let new = self.items.get(self.input_len..).unwrap_or_default();
        let parts = new.iter().flat_map(|item| match item {
            InputItem::Message {
                role: Role::Assistant,
                content,
            } => content.as_slice(),
            _ => &[],
        });
        let texts = parts.filter_map(|part| match part {
            ContentPart::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n\n")
    }

    /// Takes out what the run added.
    pub(crate) fn take_new(&mut self) -> Vec<InputItem> {
        self.items.split_off(self.input_len)
    }

    fn read_call(&mut self, call: ToolCall, is_cut: bool) -> WrittenCall {
        let ToolCall {
            call_id: provider_id,
            name,
            arguments: written,
        } = call;
        let known = self
            .turn
            .calls
            .iter_mut()
            .find(|call| call.provider_id == provider_id);
        let (call_id, is_announced, is_repeated) = match known {
            Some(call) if !call.is_complete => {
                call.is_complete = true;
                (call.call_id.clone(), true, false)
            }
            Some(_) => (
                call_id::claim(&provider_id, &mut self.used_ids),
                false,
                true,
            ),
            None => {
                let call_id = call_id::claim(&provider_id, &mut self.used_ids);
                self.turn.calls.push(Announced {
                    provider_id,
                    call_id: call_id.clone(),
                    name: name.clone(),
                    is_complete: true,
                });
                (call_id, false, false)
            }
        };
        let arguments = if is_repeated {
            Err(repeated())
        } else if is_cut {
            Err(cut())
        } else {
            read_arguments(&written)
        };
        WrittenCall {
            call_id,
            name,
            written,
            arguments,
            is_announced,
        }
    }
}

fn is_said(item: &InputItem) -> bool {
    matches!(
        item,
        InputItem::Message {
            role: Role::Assistant,
            ..
        }
    )
}

fn said(part: ContentPart) -> InputItem {
    InputItem::Message {
        role: Role::Assistant,
        content: vec![part],
    }
}
