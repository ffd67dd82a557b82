use std::collections::{HashMap, HashSet};

use taskpilot_model_client::InputItem;

use super::missing_output;
use crate::call_id;

/// Which output belongs to which call, by position.
pub(super) struct Pairing {
    pairs: Vec<Pair>,
    /// For each item, the call it opens.
    places: Vec<Place>,
}

/// What becomes of an item.
pub(super) enum Fate<'a> {
    /// It goes, and with it the reasoning before it.
    Drop,
    /// It is an output, which is put behind its call.
    Output,
    /// It is a call.
    Call(&'a Pair),
    /// It is neither call nor output.
    Other,
}

/// A call and its output.
pub(super) struct Pair {
    /// Where the call's content is.
    call: usize,
    output: Option<usize>,
    /// Its id, if it needs another than it came with.
    new_id: Option<String>,
    /// The same call and output were there before.
    is_copy: bool,
}

enum Place {
    Call(usize),
    Repeated,
    Output,
    Other,
}

impl Pairing {
    pub(super) fn of(items: &[InputItem]) -> Self {
        let mut pairs: Vec<Pair> = Vec::new();
        let mut latest: HashMap<&str, usize> = HashMap::new();
        let mut places = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            places.push(match item {
                InputItem::ToolCall { call_id, .. } => {
                    let known = latest.get(call_id.as_str());
                    match known.and_then(|pair| pairs.get_mut(*pair)) {
                        Some(open) if open.output.is_none() => {
                            open.call = index;
                            Place::Repeated
                        }
                        _ => {
                            latest.insert(call_id, pairs.len());
                            pairs.push(Pair {
                                call: index,
                                output: None,
                                new_id: None,
                                is_copy: false,
                            });
                            Place::Call(pairs.len().saturating_sub(1))
                        }
                    }
                }
                InputItem::ToolOutput { call_id, .. } | InputItem::ToolContent { call_id, .. } => {
                    let known = latest.get(call_id.as_str());
                    if let Some(pair) = known.and_then(|pair| pairs.get_mut(*pair)) {
                        pair.output = Some(index);
                    }
                    Place::Output
                }
                _ => Place::Other,
            });
        }
        if latest.len() < pairs.len() || latest.contains_key("") {
            part(&mut pairs, items);
        }
        Self { pairs, places }
    }

    pub(super) fn fate(&self, index: usize) -> Fate<'_> {
        match self.places.get(index) {
            Some(Place::Call(pair)) => match self.pairs.get(*pair) {
                Some(pair) if !pair.is_copy => Fate::Call(pair),
                _ => Fate::Drop,
            },
            Some(Place::Output) => Fate::Output,
            Some(Place::Other) => Fate::Other,
            Some(Place::Repeated) | None => Fate::Drop,
        }
    }
}

impl Pair {
    /// Takes the call and its output out of `items`; makes up the output if there is none.
    pub(super) fn take(&self, items: &mut [Option<InputItem>]) -> (InputItem, InputItem) {
        let (old_id, name, arguments) = match take(items, self.call) {
            Some(InputItem::ToolCall {
                call_id,
                name,
                arguments,
            }) => (call_id, name, arguments),
            _ => <(String, String, String)>::default(),
        };
        let call_id = self.new_id.clone().unwrap_or(old_id);
        let answer_id = call_id.clone();
        let output = match self.output.and_then(|index| take(items, index)) {
            Some(InputItem::ToolContent { content, .. }) => InputItem::ToolContent {
                call_id: answer_id,
                content,
            },
            Some(InputItem::ToolOutput { output, .. }) => InputItem::ToolOutput {
                call_id: answer_id,
                output,
            },
            _ => InputItem::ToolOutput {
                call_id: answer_id,
                output: missing_output(),
            },
        };
        (
            InputItem::ToolCall {
                call_id,
                name,
                arguments,
            },
            output,
        )
    }
}

fn take(items: &mut [Option<InputItem>], index: usize) -> Option<InputItem> {
    items.get_mut(index).and_then(Option::take)
}

/// Tells calls that share an id apart: copies go, different calls get an id of their own.
fn part(pairs: &mut [Pair], items: &[InputItem]) {
    let mut used: HashSet<String> = pairs.iter().filter_map(|pair| id(items, pair)).collect();
    let mut kept: HashMap<&str, Vec<(usize, Option<usize>)>> = HashMap::new();
    for pair in pairs {
        let Some(InputItem::ToolCall { call_id, .. }) = items.get(pair.call) else {
            continue;
        };
        let earlier = kept.entry(call_id).or_default();
        if earlier.iter().any(|place| is_copy(items, pair, *place)) {
            pair.is_copy = true;
            continue;
        }
        if !earlier.is_empty() || call_id.is_empty() {
            pair.new_id = Some(call_id::claim(call_id, &mut used));
        }
        earlier.push((pair.call, pair.output));
    }
}

fn id(items: &[InputItem], pair: &Pair) -> Option<String> {
    match items.get(pair.call) {
        Some(InputItem::ToolCall { call_id, .. }) => Some(call_id.clone()),
        _ => None,
    }
}

/// Whether `pair` says nothing that the earlier call, with its output, does not.
fn is_copy(items: &[InputItem], pair: &Pair, earlier: (usize, Option<usize>)) -> bool {
    let output = |place: Option<usize>| place.and_then(|place| items.get(place));
    items.get(pair.call) == items.get(earlier.0)
        && (pair.output.is_none() || output(pair.output) == output(earlier.1))
}
