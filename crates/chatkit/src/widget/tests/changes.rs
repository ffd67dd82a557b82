//! What a client shows after the updates is what the server means.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::widget::{WidgetRoot, WidgetUpdate, diff};

fn root(json: &Value) -> WidgetRoot {
    WidgetRoot::from_json(&json.to_string()).unwrap()
}

fn updates(before: &Value, after: &Value) -> Value {
    json!(diff(&root(before), &root(after)))
}

fn card(child: impl Into<Value>) -> Value {
    json!({"type": "Card", "children": [child.into()]})
}

#[test]
fn text_that_grows_is_sent_as_deltas() {
    let text =
        |value: &str| card(json!({"type": "Text", "id": "t", "value": value, "streaming": true}));
    assert_eq!(
        updates(&text("Hel"), &text("Hello")),
        json!([{"type": "widget.streaming_text.value_delta", "component_id": "t", "delta": "lo", "done": false}])
    );
    assert_eq!(updates(&text("Hello"), &text("Hello")), json!([]));
    let unset = |value: &str| card(json!({"type": "Markdown", "id": "m", "value": value}));
    assert_eq!(updates(&unset(""), &unset("x"))[0]["done"], true);
}

#[test]
fn everything_else_is_sent_whole() {
    let text = |value: &str, streaming: bool| {
        card(json!({"type": "Text", "id": "t", "value": value, "streaming": streaming}))
    };
    let whole = |before: &Value, after: &Value| {
        let updates = updates(before, after);
        assert_eq!(
            updates,
            json!([{"type": "widget.root.updated", "widget": after}])
        );
    };
    whole(&text("a", true), &text("ab", false));
    whole(&text("ab", true), &text("a", true));
    whole(
        &text("a", true),
        &card(json!({"type": "Title", "value": "a"})),
    );
    // Nobody could tell which text grew.
    let nameless = |value: &str| card(json!({"type": "Text", "value": value}));
    whole(&nameless("a"), &nameless("ab"));
    let twins = |value: &str| {
        json!({"type": "Card", "children": [
        {"type": "Text", "id": "t", "value": value}, {"type": "Text", "id": "t", "value": "x"}]})
    };
    whole(&twins("a"), &twins("ab"));
    // Clients look for texts in lists of children alone.
    let moving = |value: &str| {
        let text = json!({"type": "Text", "id": "t", "value": value});
        card(json!({"type": "Transition", "children": {"type": "Row", "children": [text]}}))
    };
    whole(&moving("a"), &moving("ab"));
    let payload = |value: &str| {
        json!({"type": "Card", "children": [{"type": "Text", "id": "t", "value": "x"}, {"type": "Button",
            "onClickAction": {"type": "go", "payload": {"type": "Text", "id": "t", "value": value}}}]})
    };
    whole(&payload("a"), &payload("ab"));
    let unnamed = |value: &str| card(json!({"type": "Text", "id": "", "value": value}));
    whole(&unnamed("a"), &unnamed("ab"));
    let title = |value: &str| card(json!({"type": "Title", "id": "t", "value": value}));
    whole(&title("a"), &title("ab"));
    whole(
        &card(json!({"type": "Spacer"})),
        &json!({"type": "Card", "children": []}),
    );
    whole(
        &card(json!({"type": "New", "later": 1})),
        &card(json!({"type": "New", "later": 2})),
    );
}

#[test]
fn numbers_are_compared_by_value() {
    assert_eq!(
        updates(
            &json!({"type": "Card", "padding": 4}),
            &json!({"type": "Card", "padding": 4.0})
        ),
        json!([])
    );
}

#[test]
fn whole_numbers_beyond_floats_are_told_apart() {
    let number = |number: i64| json!({"type": "Card", "number": number});
    let told = updates(
        &number(9_007_199_254_740_992),
        &number(9_007_199_254_740_993),
    );
    assert_eq!(told[0]["type"], "widget.root.updated");
}

#[test]
fn nothing_comes_of_the_same_even_if_it_cannot_be_read() {
    let deep = format!(
        r#"{{"type":"Card","x":{}{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let deep = WidgetRoot::from_json(&deep).unwrap();
    assert_eq!(diff(&deep, &deep), []);
    let card = root(&json!({"type": "Card"}));
    assert_eq!(
        diff(&card, &deep),
        [WidgetUpdate::RootUpdated { widget: deep }]
    );
}

/// Does what a client does: it finds texts in lists of children.
fn apply(shown: &mut Value, update: &WidgetUpdate) {
    match update {
        WidgetUpdate::RootUpdated { widget } => {
            *shown = serde_json::from_str(widget.json()).unwrap();
        }
        WidgetUpdate::StreamingTextValueDelta {
            component_id,
            delta,
            ..
        } => append(shown, component_id, delta),
        WidgetUpdate::ComponentUpdated { .. } => unreachable!("a difference is never told so"),
    }
}

fn append(node: &mut Value, id: &str, delta: &str) {
    match node {
        Value::Object(fields) => {
            if fields.get("id").is_some_and(|it| it == id)
                && let Some(Value::String(text)) = fields.get_mut("value")
            {
                text.push_str(delta);
            }
            if let Some(children @ Value::Array(_)) = fields.get_mut("children") {
                append(children, id, delta);
            }
        }
        Value::Array(nodes) => nodes.iter_mut().for_each(|it| append(it, id, delta)),
        _ => {}
    }
}

fn node() -> impl Strategy<Value = Value> {
    let text = ("[a-c]{0,3}", prop::option::of("[a-d]"), any::<bool>()).prop_map(
        |(value, id, streaming)| {
            let mut text = json!({"type": "Text", "value": value, "streaming": streaming});
            if let Some(id) = id {
                text["id"] = json!(id);
            }
            text
        },
    );
    let leaf = prop_oneof![4 => text, 1 => Just(json!({"type": "Spacer"})), 1 => (0..3).prop_map(|n| json!({"type": "New", "n": n}))];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|children| json!({"type": "Row", "children": children})),
            inner.prop_map(|child| json!({"type": "Transition", "children": child})),
        ]
    })
}

/// Lets some texts of a widget grow.
fn grow(node: &mut Value, more: &mut impl Iterator<Item = String>) {
    match node {
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get_mut("value") {
                text.push_str(&more.next().unwrap_or_default());
            }
            fields
                .get_mut("children")
                .into_iter()
                .for_each(|it| grow(it, more));
        }
        Value::Array(nodes) => nodes.iter_mut().for_each(|it| grow(it, more)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn the_updates_lead_from_one_to_the_other(before in node(), other in node(), more in prop::collection::vec("[x-z]{0,2}", 8), grows in any::<bool>()) {
        let before = card(before);
        let after = if grows {
            let mut after = before.clone();
            grow(&mut after, &mut more.into_iter());
            after
        } else {
            card(other)
        };
        let mut shown = before.clone();
        for update in diff(&root(&before), &root(&after)) {
            apply(&mut shown, &update);
        }
        prop_assert_eq!(shown, after);
    }

    #[test]
    fn texts_with_names_grow_by_deltas_alone(texts in prop::collection::vec(("[a-c]{0,3}", "[x-z]{0,2}", any::<bool>()), 0..5)) {
        let of = |more: bool| {
            let text = |(at, (text, delta, streaming)): (usize, &(String, String, bool))| {
                let value = if more { format!("{text}{delta}") } else { text.clone() };
                json!({"type": "Markdown", "id": at.to_string(), "value": value, "streaming": streaming})
            };
            let texts: Vec<_> = texts.iter().enumerate().map(text).collect();
            card(json!({"type": "Col", "children": texts}))
        };
        let grown = texts.iter().enumerate().filter(|(_, (_, delta, _))| !delta.is_empty());
        let deltas: Vec<_> = grown
            .map(|(at, (_, delta, streaming))| WidgetUpdate::StreamingTextValueDelta {
                component_id: at.to_string(),
                delta: delta.clone(),
                done: !streaming,
            })
            .collect();
        prop_assert_eq!(diff(&root(&of(false)), &root(&of(true))), deltas);
    }
}
