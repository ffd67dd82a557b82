#![expect(dead_code, reason = "only the schemas of these types matter")]

use std::collections::BTreeMap;

use insta::assert_json_snapshot;
use schemars::JsonSchema;
use serde::Deserialize;

use super::*;

/// How urgent.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Priority {
    Low,
    High,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum When {
    Never,
    At { time: String },
}

#[derive(Deserialize, JsonSchema)]
struct Task {
    /// What to do.
    #[schemars(length(min = 1, max = 200))]
    title: String,
    note: Option<String>,
    priority: Option<Priority>,
    #[serde(default)]
    times: u32,
    #[serde(default)]
    tags: Vec<String>,
    when: When,
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(Deserialize, JsonSchema)]
struct Part {
    parts: Vec<Part>,
    weight: Option<f64>,
}

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Deserialize, JsonSchema)]
struct Labels {
    labels: BTreeMap<String, String>,
}

#[derive(Deserialize, JsonSchema)]
struct Anything {
    value: Value,
}

#[test]
fn a_struct_becomes_strict() {
    let (schema, strict) = of::<Task>();
    assert!(strict);
    assert_json_snapshot!(schema);
}

#[test]
fn no_arguments_are_an_empty_object() {
    let (schema, strict) = of::<Nothing>();
    assert!(strict);
    assert_eq!(
        schema,
        json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false})
    );
}

#[test]
fn what_strict_mode_cannot_say_is_sent_as_it_is() {
    for (schema, strict) in [
        of::<Labels>(),
        of::<Anything>(),
        of::<When>(),
        of::<String>(),
    ] {
        assert!(!strict, "{schema}");
        assert!(schema.get("type").is_some(), "{schema}");
    }
    let (labels, _) = of::<Labels>();
    assert_eq!(labels["additionalProperties"], json!(false));
    assert_eq!(
        labels["properties"]["labels"]["additionalProperties"]["type"],
        "string"
    );
}

/// Holds for every object of the schema, wherever it is.
fn assert_strict(schema: &Value) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
        let required = schema["required"].as_array().unwrap();
        assert_eq!(required.len(), properties.len(), "{schema}");
        properties.values().for_each(assert_strict);
    }
    for part in ["items"].iter().filter_map(|key| schema.get(key)) {
        assert_strict(part);
    }
    for part in ["anyOf"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
    {
        assert_strict(part);
    }
    for part in ["$defs"]
        .iter()
        .filter_map(|key| schema.get(key)?.as_object())
    {
        part.values().for_each(assert_strict);
    }
}

#[test]
fn every_object_inside_is_strict_too() {
    assert_strict(&of::<Task>().0);
}
