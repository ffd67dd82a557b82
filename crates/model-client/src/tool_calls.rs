//! Puts tool calls together from the fragments of a Chat Completions stream.
//!
//! Servers disagree on nearly everything about fragments: indexes that are always 0 or missing, ids that are
//! empty, repeated or missing, arguments in one piece or as an object. The rules here cover what was seen of
//! OpenAI, Ollama, vLLM, llama.cpp, LM Studio, sglang, Mistral, Groq and Gemini's compatible endpoint.

mod json_end;

use std::borrow::Cow;

use crate::config::Limits;
use crate::error::{ErrorKind, ModelError};
use crate::event::ModelEvent;
use crate::response::ToolCall;
use json_end::JsonEnd;

/// One fragment, as it came.
#[derive(Debug, Default)]
pub(crate) struct Fragment<'a> {
    pub(crate) index: Option<u64>,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) arguments: Option<Cow<'a, str>>,
}

/// Which calls are kept at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All: the model was done, and malformed arguments are its own.
    All,
    /// Those with complete arguments: the answer was cut short.
    Complete,
}

/// The calls of one answer, in the order of their first fragments.
#[derive(Debug)]
pub(crate) struct Assembly {
    calls: Vec<Call>,
    max_calls: usize,
    max_arguments: usize,
    /// What made-up ids begin with.
    id_prefix: String,
}

#[derive(Debug, Default)]
struct Call {
    index: Option<u64>,
    /// The id on the wire; empty while unknown.
    id: String,
    name: String,
    arguments: String,
    end: JsonEnd,
    /// The id told to consumers, once they know of the call.
    announced: Option<String>,
}

impl Assembly {
    pub(crate) fn new(limits: &Limits, id_prefix: &str) -> Self {
        Self {
            calls: Vec::new(),
            max_calls: limits.max_tool_calls,
            max_arguments: limits.max_tool_arguments_bytes,
            id_prefix: id_prefix.to_owned(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Returns whether the arguments of every call are whole.
    pub(crate) fn is_complete(&self) -> bool {
        self.calls.iter().all(Call::is_complete)
    }

    /// Takes the next fragment and appends what it makes known to `out`.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`] for too many calls or too large arguments.
    pub(crate) fn push(
        &mut self,
        mut fragment: Fragment<'_>,
        out: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        // An empty id or name is none.
        fragment.id = fragment.id.filter(|id| !id.is_empty());
        fragment.name = fragment.name.filter(|name| !name.is_empty());
        fragment.arguments = fragment.arguments.filter(|text| !text.is_empty());
        let at = match self.position(&fragment) {
            Some(at) => at,
            None => self.begin(fragment.index)?,
        };
        let Some(call) = self.calls.get_mut(at) else {
            return Ok(());
        };
        call.identify(fragment.id, fragment.name);
        let Some(arguments) = fragment.arguments else {
            return Ok(());
        };
        if call.arguments.len().saturating_add(arguments.len()) > self.max_arguments {
            return Err(ModelError::new(
                ErrorKind::TooLarge,
                format!(
                    "the arguments of a tool call are larger than {} bytes",
                    self.max_arguments
                ),
            ));
        }
        call.end.feed(&arguments);
        call.arguments.push_str(&arguments);
        if let Some(call_id) = &call.announced {
            out.push(ModelEvent::ToolCallDelta {
                call_id: call_id.clone(),
                delta: arguments.into_owned(),
            });
        } else if !call.id.is_empty() && !call.name.is_empty() {
            // Only now: until the arguments begin, the name may still grow.
            self.announce(at, out);
        }
        Ok(())
    }

    /// Ends the calls: announces what was held back, says which are ready, and returns them.
    pub(crate) fn finish(&mut self, keep: Keep, out: &mut Vec<ModelEvent>) -> Vec<ToolCall> {
        let mut ready = Vec::with_capacity(self.calls.len());
        for at in 0..self.calls.len() {
            let Some(call) = self.calls.get(at) else {
                break;
            };
            let is_void = call.name.is_empty() && call.arguments.is_empty();
            if is_void || (keep == Keep::Complete && !call.is_whole_json()) {
                continue;
            }
            let call_id = self.announce(at, out);
            let Some(call) = self.calls.get_mut(at) else {
                break;
            };
            let mut arguments = std::mem::take(&mut call.arguments);
            if arguments.trim().is_empty() {
                "{}".clone_into(&mut arguments);
            }
            let call = ToolCall {
                call_id,
                name: std::mem::take(&mut call.name),
                arguments,
            };
            out.push(ModelEvent::ToolCallReady(call.clone()));
            ready.push(call);
        }
        ready
    }

    /// Returns which call the fragment belongs to; `None` if it begins a new one.
    fn position(&self, fragment: &Fragment<'_>) -> Option<usize> {
        let by_id = |id: &str| self.calls.iter().rposition(|call| call.id == id);
        let Some(index) = fragment.index else {
            if let Some(id) = &fragment.id {
                return by_id(id);
            }
            let last = self.calls.len().checked_sub(1)?;
            return (!self.calls.get(last)?.is_complete()).then_some(last);
        };
        if let Some(at) = fragment.id.as_ref().and_then(|id| by_id(id))
            && self.calls.get(at)?.index == Some(index)
        {
            return Some(at);
        }
        let at = self
            .calls
            .iter()
            .rposition(|call| call.index == Some(index))?;
        (!self.calls.get(at)?.is_left_by(fragment)).then_some(at)
    }

    fn begin(&mut self, index: Option<u64>) -> Result<usize, ModelError> {
        if self.calls.len() >= self.max_calls {
            return Err(ModelError::new(
                ErrorKind::TooLarge,
                format!("the answer has more than {} tool calls", self.max_calls),
            ));
        }
        self.calls.push(Call {
            index,
            ..Call::default()
        });
        Ok(self.calls.len().saturating_sub(1))
    }

    /// Tells consumers of the call and of its arguments so far, unless they know; returns its id.
    fn announce(&mut self, at: usize, out: &mut Vec<ModelEvent>) -> String {
        let call_id = match self.calls.get(at) {
            Some(Call {
                announced: Some(call_id),
                ..
            }) => return call_id.clone(),
            Some(call) => self.unique_id(&call.id, at),
            None => return String::new(),
        };
        if let Some(call) = self.calls.get_mut(at) {
            call.announced = Some(call_id.clone());
            out.push(ModelEvent::ToolCallStarted {
                call_id: call_id.clone(),
                name: call.name.clone(),
            });
            if !call.arguments.is_empty() {
                out.push(ModelEvent::ToolCallDelta {
                    call_id: call_id.clone(),
                    delta: call.arguments.clone(),
                });
            }
        }
        call_id
    }

    /// Returns the provider's id, or one of our own where it gave none or the same one twice.
    fn unique_id(&self, wanted: &str, at: usize) -> String {
        let taken: Vec<&str> = self
            .calls
            .iter()
            .filter_map(|call| call.announced.as_deref())
            .collect();
        unique_id(wanted, &self.id_prefix, at, &taken)
    }
}

/// Returns `wanted` unless it is empty or taken; else an id of our own, numbered from `number`.
pub(crate) fn unique_id(wanted: &str, prefix: &str, number: usize, taken: &[&str]) -> String {
    if !wanted.is_empty() && !taken.contains(&wanted) {
        return wanted.to_owned();
    }
    let base = match wanted {
        "" => prefix.to_owned(),
        wanted => format!("{wanted}_"),
    };
    // One of more candidates than there are ids taken is free.
    let candidates = (0..=taken.len()).map(|more| format!("{base}{}", number.saturating_add(more)));
    let mut free = candidates.filter(|id| !taken.contains(&id.as_str()));
    free.next().unwrap_or_default()
}

impl Call {
    /// Takes id and name where they are not known yet.
    fn identify(&mut self, id: Option<Cow<'_, str>>, name: Option<Cow<'_, str>>) {
        if let Some(id) = id
            && self.id.is_empty()
        {
            self.id = id.into_owned();
        }
        let Some(name) = name else { return };
        if self.name.is_empty() {
            self.name = name.into_owned();
        } else if self.arguments.is_empty() && self.announced.is_none() && self.name != *name {
            // Not a repetition: the name comes in pieces.
            self.name.push_str(&name);
        }
    }

    fn is_complete(&self) -> bool {
        self.end.is_reached()
    }

    fn is_whole_json(&self) -> bool {
        self.is_complete() && serde_json::from_str::<serde::de::IgnoredAny>(&self.arguments).is_ok()
    }

    /// Returns whether a fragment with this call's index is of another call all the same.
    fn is_left_by(&self, fragment: &Fragment<'_>) -> bool {
        match &fragment.id {
            Some(id) if !self.id.is_empty() => {
                *id != self.id && (fragment.name.is_some() || self.is_complete())
            }
            // Servers without ids and with one index for all: whole calls, one after the other.
            _ => self.is_complete() && fragment.name.is_some() && fragment.arguments.is_some(),
        }
    }
}

#[cfg(test)]
mod tests;
