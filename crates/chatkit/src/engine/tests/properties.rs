//! Whatever a handler says, and wherever it is cut: what is stored is what was said.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::Response;
use super::support::{chat, input, read};
use crate::*;

/// One thing that a handler does with one of its messages.
#[derive(Debug, Clone)]
enum Step {
    Delta(usize, String),
    Annotate(usize),
    EndPart(usize),
    Done,
    Remove,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize, "[a-z é]{1,4}").prop_map(|(part, text)| Step::Delta(part, text)),
        1 => (0..3_usize).prop_map(Step::Annotate),
        1 => (0..3_usize).prop_map(Step::EndPart),
        1 => Just(Step::Done),
        1 => Just(Step::Remove),
    ]
}

/// What a client holds of one message: its parts, folded by the protocol's rules.
#[derive(Debug, Clone, Default, PartialEq)]
struct Folded {
    parts: Vec<(String, usize)>,
    is_done: bool,
}

impl Folded {
    fn part(&mut self, index: usize) -> &mut (String, usize) {
        while self.parts.len() <= index {
            self.parts.push((String::new(), 0));
        }
        &mut self.parts[index]
    }

    fn body(&self) -> AssistantMessage {
        let source = || Source::File {
            title: "F".into(),
            filename: "f".into(),
            description: None,
            timestamp: None,
            group: None,
        };
        let part = |(text, annotations): &(String, usize)| {
            (0..*annotations).fold(OutputText::new(text.clone()), |part, _| {
                part.with_annotation(Annotation::new(source(), None))
            })
        };
        AssistantMessage {
            content: self.parts.iter().map(part).collect(),
        }
    }
}

/// Returns the events of an interleaving, each with what a client holds after it.
fn events(steps: &[(usize, Step)]) -> Vec<(Event, BTreeMap<String, Folded>)> {
    let mut held: BTreeMap<String, Folded> = BTreeMap::new();
    let mut all = Vec::new();
    let at = "2026-11-21T09:00:00Z".parse().unwrap();
    for (number, (message, step)) in steps.iter().enumerate() {
        let open = held
            .iter()
            .find(|(id, folded)| id.starts_with(&format!("m{message}_")) && !folded.is_done);
        let id = open.map_or_else(|| format!("m{message}_{number}"), |(id, _)| id.clone());
        let item_id = ItemId::new(&id);
        // The thread's id is put in when it is known.
        let item = |folded: &Folded| {
            ThreadItem::new(ItemId::new(&id), ThreadId::new("?"), at, &folded.body()).unwrap()
        };
        if !held.contains_key(&id) {
            held.insert(id.clone(), Folded::default());
            all.push((Event::ItemAdded(item(&Folded::default())), held.clone()));
        }
        let folded = held.get_mut(&id).unwrap();
        let event = match step {
            Step::Delta(part, delta) => {
                folded.part(*part).0.push_str(delta);
                let update = ItemUpdate::TextDelta {
                    content_index: *part,
                    delta: delta.clone(),
                };
                Event::ItemUpdated { item_id, update }
            }
            Step::Annotate(part) => {
                let annotation = Folded {
                    parts: vec![(String::new(), 1)],
                    ..Folded::default()
                }
                .body()
                .content[0]
                    .annotations[0]
                    .clone();
                let annotations = &mut folded.part(*part).1;
                *annotations += 1;
                let update = ItemUpdate::AnnotationAdded {
                    content_index: *part,
                    annotation_index: 0,
                    annotation: Box::new(annotation),
                };
                Event::ItemUpdated { item_id, update }
            }
            Step::EndPart(part) => {
                // As some agents end parts: without the annotations that came before.
                let content = OutputText::new(folded.part(*part).0.clone());
                Event::ItemUpdated {
                    item_id,
                    update: ItemUpdate::ContentPartDone {
                        content_index: *part,
                        content,
                    },
                }
            }
            Step::Done => {
                folded.is_done = true;
                Event::ItemDone(item(folded))
            }
            Step::Remove => {
                held.remove(&id);
                Event::ItemRemoved(item_id)
            }
        };
        all.push((event, held.clone()));
    }
    all
}

/// Puts the item of an event into a thread.
fn placed(event: Event, thread: &ThreadId) -> Event {
    let place = |item: ThreadItem| {
        let json = item.json().replace("\"?\"", &json!(thread).to_string());
        ThreadItem::from_json(&json).unwrap()
    };
    match event {
        Event::ItemAdded(item) => Event::ItemAdded(place(item)),
        Event::ItemDone(item) => Event::ItemDone(place(item)),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_stored_is_what_was_said(steps in prop::collection::vec((0..3_usize, step()), 0..24), cut in 0..40_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(check(&steps, cut));
    }
}

async fn check(steps: &[(usize, Step)], cut: usize) {
    let events = events(steps);
    let said = events.clone();
    let chat = chat(move |turn, _| {
        let thread = turn.thread().id;
        let events: Vec<_> = said
            .iter()
            .map(|(event, _)| Ok(placed(event.clone(), &thread)))
            .collect();
        Box::pin(stream::iter(events).chain(stream::pending()))
    });
    let Response::Stream(mut frames) = chat
        .ask("threads.create", json!({"input": input("hi")}))
        .await
        .unwrap()
    else {
        panic!("no stream");
    };
    // Three events come before what the handler says.
    let wanted = 3 + cut.min(events.len());
    let mut text = String::new();
    while read(&text).len() < wanted {
        let chunk = frames.next().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    drop(frames);
    let seen = read(&text);
    let thread = seen[0]["thread"]["id"].as_str().unwrap().to_owned();
    let is_kept = |items: &[ThreadItem]| {
        items
            .iter()
            .any(|item| *item.kind() == ItemKind::SdkHiddenContext)
    };
    // A run of which nothing was polled has nothing to keep.
    let mut items = chat.items(&thread).await;
    for _ in 0..50 {
        if is_kept(&items) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        items = chat.items(&thread).await;
    }
    let none = BTreeMap::new();
    let held = (seen.len() - 3)
        .checked_sub(1)
        .map_or(&none, |last| &events[last].1);
    let stored: BTreeMap<String, AssistantMessage> = items
        .iter()
        .filter_map(|item| Some((item.id().to_string(), item.read().unwrap()?)))
        .collect();
    let expected: BTreeMap<String, AssistantMessage> = held
        .iter()
        .filter(|(_, folded)| folded.is_done || folded.body().has_text())
        .map(|(id, folded)| (id.clone(), folded.body()))
        .collect();
    assert_eq!(
        stored,
        expected,
        "cut after {} of {events:#?}",
        seen.len() - 3
    );
    let listed: Value = chat
        .json("threads.get_by_id", json!({"thread_id": thread}))
        .await
        .unwrap();
    assert!(!listed.to_string().contains("sdk_hidden_context"));
}

proptest! {
    /// No body of a request makes the server panic, and each refusal has a status that says whose fault it is.
    #[test]
    fn any_body_is_answered(body in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Err(error) = Request::parse(&body) {
            prop_assert!([400, 422].contains(&error.status()));
        }
    }
}
