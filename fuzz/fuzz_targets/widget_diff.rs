//! What a client shows after the updates is what the server means, whatever the two widgets are.

#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use taskpilot_chatkit::widget::{WidgetRoot, WidgetUpdate, diff};

fuzz_target!(|data: &[u8]| {
    // Two widgets as JSON, such as a seed, with a NUL between them; anything else is a recipe for two.
    if let Ok(json) = std::str::from_utf8(data)
        && let Some((before, after)) = json.split_once('\0')
        && let (Ok(before), Ok(after)) =
            (WidgetRoot::from_json(before), WidgetRoot::from_json(after))
    {
        check(&before, &after);
    } else if let Ok((before, change)) = recipe(data) {
        let after = match change {
            Change::Other(after) => after.card(),
            Change::Growth(mut texts) => {
                let mut after = before.clone().card();
                grow(&mut after, &mut texts);
                after
            }
        };
        check(&root(&before.card()), &root(&after));
    }
});

/// A component, of few kinds and with ids that often meet.
#[derive(Debug, Clone, Arbitrary)]
enum Node {
    Text(Id, String, Streaming),
    Markdown(Id, String, Streaming),
    Title(Id, String),
    Row(Vec<Self>),
    Transition(Box<Self>),
    Button(Id, Box<Self>),
    /// A list that is not one of children.
    Select(Id, Vec<Self>),
    Later(f64, i64),
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Id {
    Missing,
    Empty,
    A,
    B,
    C,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Streaming {
    Unsaid,
    On,
    Off,
}

/// What becomes of a widget.
#[derive(Debug, Arbitrary)]
enum Change {
    Other(Node),
    /// Its texts get longer by these, one after the other.
    Growth(Vec<String>),
}

fn recipe(data: &[u8]) -> arbitrary::Result<(Node, Change)> {
    let mut data = Unstructured::new(data);
    Ok((data.arbitrary()?, data.arbitrary()?))
}

impl Node {
    fn card(self) -> Value {
        component(
            "Card",
            Id::Missing,
            [("children", vec![self.value()].into())],
        )
    }

    fn value(self) -> Value {
        match self {
            Self::Text(id, text, streaming) => texts("Text", id, text, streaming),
            Self::Markdown(id, text, streaming) => texts("Markdown", id, text, streaming),
            Self::Title(id, text) => component("Title", id, [("value", text.into())]),
            Self::Row(children) => {
                let children: Vec<_> = children.into_iter().map(Self::value).collect();
                component("Row", Id::Missing, [("children", children.into())])
            }
            Self::Transition(child) => {
                component("Transition", Id::Missing, [("children", child.value())])
            }
            Self::Button(id, payload) => {
                component("Button", id, [("onClickAction", payload.value())])
            }
            Self::Select(id, options) => {
                let options: Vec<_> = options.into_iter().map(Self::value).collect();
                component("Select", id, [("options", options.into())])
            }
            Self::Later(float, whole) => component(
                "Later",
                Id::Missing,
                [("float", float.into()), ("whole", whole.into())],
            ),
        }
    }
}

fn texts(kind: &str, id: Id, text: String, streaming: Streaming) -> Value {
    let mut value = component(kind, id, [("value", text.into())]);
    match streaming {
        Streaming::Unsaid => {}
        Streaming::On => value["streaming"] = true.into(),
        Streaming::Off => value["streaming"] = false.into(),
    }
    value
}

fn component<const N: usize>(kind: &str, id: Id, fields: [(&str, Value); N]) -> Value {
    let mut component = Map::from_iter([("type".to_owned(), kind.into())]);
    let id = match id {
        Id::Missing => None,
        Id::Empty => Some(""),
        Id::A => Some("a"),
        Id::B => Some("b"),
        Id::C => Some("c"),
    };
    component.extend(id.map(|id| ("id".to_owned(), id.into())));
    component.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    component.into()
}

/// Makes texts longer, as long as there are additions: also where clients find no text.
fn grow(node: &mut Value, more: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "value" => {
                        text.push_str(&more.pop().unwrap_or_default());
                    }
                    field => grow(field, more),
                }
            }
        }
        Value::Array(nodes) => nodes.iter_mut().for_each(|it| grow(it, more)),
        _ => {}
    }
}

fn root(widget: &Value) -> WidgetRoot {
    WidgetRoot::from_json(&widget.to_string()).expect("a component is a widget")
}

fn check(before: &WidgetRoot, after: &WidgetRoot) {
    assert!(diff(before, before).is_empty(), "nothing comes of the same");
    let updates = diff(before, after);
    if let [WidgetUpdate::RootUpdated { widget }] = updates.as_slice() {
        assert_eq!(widget, after);
        return;
    }
    if before == after {
        assert!(updates.is_empty());
        return;
    }
    // Where it is not sent whole, both can be read.
    let mut shown: Value = serde_json::from_str(before.json()).expect("it was compared");
    let meant: Value = serde_json::from_str(after.json()).expect("it was compared");
    for update in &updates {
        match update {
            WidgetUpdate::StreamingTextValueDelta {
                component_id,
                delta,
                ..
            } => {
                let found = append(&mut shown, component_id, delta);
                assert_eq!(found, 1, "a client finds the text, and one of that name");
            }
            other => panic!("a part is never told so: {other:?}"),
        }
    }
    assert!(same(&shown, &meant), "{shown} is shown, {meant} is meant");
}

/// Does what a client does: it finds components in lists of children, and appends to texts. Returns how many have the id.
fn append(node: &mut Value, id: &str, delta: &str) -> usize {
    match node {
        Value::Object(fields) => {
            let mut found = 0;
            if fields.get("id").is_some_and(|it| it == id) {
                found += 1;
                let kind = fields.get("type").and_then(Value::as_str);
                if matches!(kind, Some("Text" | "Markdown"))
                    && let Some(Value::String(text)) = fields.get_mut("value")
                {
                    text.push_str(delta);
                }
            }
            if let Some(children @ Value::Array(_)) = fields.get_mut("children") {
                found += append(children, id, delta);
            }
            found
        }
        Value::Array(nodes) => nodes.iter_mut().map(|it| append(it, id, delta)).sum(),
        _ => 0,
    }
}

/// Returns whether a browser, whose numbers are all floats, takes two values for the same.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let is_same =
                |(name, one): (&String, _)| other.get(name).is_some_and(|it| same(one, it));
            one.len() == other.len() && one.iter().all(is_same)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}
