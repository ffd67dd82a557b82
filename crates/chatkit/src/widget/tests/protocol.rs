//! The builders beside the protocol: `protocol.json` lists its components, props, values, actions and icons.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::gallery::{COMPONENTS, entries};
use crate::widget::token;
use crate::widget::*;

#[derive(Deserialize)]
struct Protocol {
    /// Props that several components have.
    groups: BTreeMap<String, Vec<String>>,
    /// The props of each component; `@name` stands for a group.
    components: BTreeMap<String, Vec<String>>,
    /// The words that a prop may be, by the name of our type.
    values: BTreeMap<String, BTreeSet<String>>,
    /// The fields of props that are objects.
    objects: BTreeMap<String, BTreeSet<String>>,
    action: ActionOptions,
    icons: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionOptions {
    fields: BTreeSet<String>,
    handler: BTreeSet<String>,
    loading_behavior: BTreeSet<String>,
}

fn protocol() -> Protocol {
    serde_json::from_str(include_str!("protocol.json")).unwrap()
}

fn words(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_component_and_prop_has_a_builder_and_no_builder_makes_up_others() {
    let Protocol {
        groups, components, ..
    } = protocol();
    let expected: BTreeMap<String, BTreeSet<String>> = components
        .into_iter()
        .map(|(name, props)| {
            let props = props
                .into_iter()
                .flat_map(|prop| match prop.strip_prefix('@') {
                    Some(group) => groups[group].clone(),
                    None => vec![prop],
                });
            (name, props.collect())
        })
        .collect();
    let built: BTreeMap<String, BTreeSet<String>> = COMPONENTS
        .iter()
        .zip(entries())
        .map(|((name, props), (_, _, node))| {
            let mut props = words(props);
            assert!(props.remove("key") && props.remove("id"), "{name}");
            let json = serde_json::to_value(&node).unwrap();
            props.extend(json.get("children").map(|_| "children".to_owned()));
            ((*name).to_owned(), props)
        })
        .collect();
    assert_eq!(built, expected);
}

#[test]
fn every_word_of_a_prop_has_a_name() {
    let built: BTreeMap<String, BTreeSet<String>> = token::ALL
        .iter()
        .map(|(name, list)| ((*name).to_owned(), words(list)))
        .collect();
    assert_eq!(built, protocol().values);
}

#[test]
fn every_field_of_an_object_can_be_set() {
    let border = Border {
        size: 1,
        color: Some("red".into()),
        style: Some(BorderStyle::Solid),
    };
    let side = || Some(AnyBorder::from(border.clone()));
    let borders = Borders {
        top: side(),
        right: side(),
        bottom: side(),
        left: side(),
        x: side(),
        y: side(),
    };
    let gap = || Some(Length::from(1));
    let spacing = Spacing {
        top: gap(),
        right: gap(),
        bottom: gap(),
        left: gap(),
        x: gap(),
        y: gap(),
    };
    let choice = Choice {
        disabled: Some(true),
        description: Some("more".into()),
        ..Choice::new("v", "l")
    };
    let editable = Editable {
        name: "n".into(),
        auto_focus: Some(true),
        auto_select: Some(true),
        auto_complete: Some("on".into()),
        allow_autofill_extensions: Some(true),
        pattern: Some(".".into()),
        placeholder: Some("p".into()),
        required: Some(true),
    };
    let status = WidgetStatus {
        favicon: Some("f".into()),
        frame: Some(true),
        icon: Some(IconName::star()),
        ..WidgetStatus::new("t")
    };
    let axis = XAxis {
        hide: Some(true),
        labels: Map::from_iter([("a".to_owned(), "b".into())]),
        ..XAxis::from("day")
    };
    let (label, data_key) = (|| "l".to_owned(), || "k".to_owned());
    let bar = Series::Bar {
        label: label(),
        data_key: data_key(),
        stack: Some("s".into()),
        color: Some("red".into()),
    };
    let area = Series::Area {
        label: label(),
        data_key: data_key(),
        stack: Some("s".into()),
        color: Some("red".into()),
        curve_type: Some(Curve::Step),
    };
    let line = Series::Line {
        label: label(),
        data_key: data_key(),
        color: Some("red".into()),
        curve_type: Some(Curve::Step),
    };
    let built = BTreeMap::from([
        ("Border", fields(&border)),
        ("Borders", fields(&borders)),
        ("Spacing", fields(&spacing)),
        ("Choice", fields(&choice)),
        ("Editable", fields(&editable)),
        ("WidgetStatus", fields(&status)),
        ("XAxis", fields(&axis)),
        ("bar", fields(&bar)),
        ("area", fields(&area)),
        ("line", fields(&line)),
    ]);
    let expected = protocol().objects;
    assert_eq!(
        built,
        expected
            .iter()
            .map(|(name, fields)| (name.as_str(), fields.clone()))
            .collect()
    );
}

fn fields(value: &impl Serialize) -> BTreeSet<String> {
    let json = serde_json::to_value(value).unwrap();
    json.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_option_of_an_action_can_be_set() {
    let options = protocol().action;
    let action = Action::new("a").payload("p");
    assert_eq!(fields(&action), options.fields);
    let written = |action: Action, name: &str| -> Value {
        let mut json = serde_json::to_value(action).unwrap();
        json[name].take()
    };
    assert_eq!(written(action.clone().without_stream(), "streaming"), false);
    let handlers = [ActionHandler::Server, ActionHandler::Client]
        .map(|it| written(action.clone().handler(it), "handler"));
    assert_eq!(texts(&handlers), options.handler);
    let behaviors = [
        LoadingBehavior::Auto,
        LoadingBehavior::None,
        LoadingBehavior::Itself,
        LoadingBehavior::Container,
    ]
    .map(|it| written(action.clone().loading_behavior(it), "loadingBehavior"));
    assert_eq!(texts(&behaviors), options.loading_behavior);
}

fn texts(values: &[Value]) -> BTreeSet<String> {
    let texts = values.iter().map(|value| value.as_str().unwrap());
    texts.map(str::to_owned).collect()
}

#[test]
fn every_icon_has_a_constructor() {
    assert_eq!(words(IconName::NAMES), protocol().icons);
}
