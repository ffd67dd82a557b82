//! JSON Schemas of tool arguments, in the form that providers can hold a model to.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Keywords that strict mode refuses and that are only hints.
const HINTS: [&str; 8] = [
    "$schema",
    "title",
    "default",
    "examples",
    "minLength",
    "maxLength",
    "uniqueItems",
    "deprecated",
];
/// Keywords that strict mode refuses and that mean something.
const FOREIGN: [&str; 12] = [
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "prefixItems",
    "contains",
    "propertyNames",
    "patternProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
];
/// String formats that strict mode knows.
const FORMATS: [&str; 9] = [
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

/// The schema cannot be made strict.
struct NotStrict;

/// Returns the schema of `Args` and whether it is strict.
pub(crate) fn of<Args: JsonSchema>() -> (Value, bool) {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.meta_schema = None;
        settings.inline_subschemas = true;
    });
    let plain = settings
        .into_generator()
        .into_root_schema_for::<Args>()
        .to_value();
    let mut strict = plain.clone();
    let is_object = plain.get("type").is_some_and(|kind| kind == "object");
    if is_object && tighten(&mut strict).is_ok() {
        return (strict, true);
    }
    (close(plain), false)
}

/// Providers want an object; a struct does not take what it does not name.
fn close(mut schema: Value) -> Value {
    let Value::Object(keywords) = &mut schema else {
        return json!({"type": "object"});
    };
    keywords.remove("title");
    keywords.entry("type").or_insert_with(|| json!("object"));
    if keywords.contains_key("properties") && !keywords.contains_key("oneOf") {
        keywords
            .entry("additionalProperties")
            .or_insert(Value::Bool(false));
    }
    schema
}

fn tighten(schema: &mut Value) -> Result<(), NotStrict> {
    let keywords = schema.as_object_mut().ok_or(NotStrict)?;
    if FOREIGN
        .iter()
        .any(|keyword| keywords.contains_key(*keyword))
    {
        return Err(NotStrict);
    }
    keywords.retain(|keyword, _| !HINTS.contains(&keyword.as_str()));
    if !keywords.get("format").is_none_or(is_known_format) {
        keywords.remove("format");
    }
    if let Some(choices) = keywords.remove("oneOf") {
        keywords.insert("anyOf".into(), choices);
    }
    if !["type", "enum", "const", "anyOf", "$ref"]
        .iter()
        .any(|key| keywords.contains_key(*key))
    {
        return Err(NotStrict);
    }
    if keywords
        .get("type")
        .is_some_and(|kind| names(kind, "object"))
    {
        tighten_object(keywords)?;
    }
    if let Some(items) = keywords.get_mut("items") {
        tighten(items)?;
    }
    if let Some(Value::Array(choices)) = keywords.get_mut("anyOf") {
        choices.iter_mut().try_for_each(tighten)?;
    }
    if let Some(Value::Object(definitions)) = keywords.get_mut("$defs") {
        definitions.values_mut().try_for_each(tighten)?;
    }
    Ok(())
}

fn tighten_object(keywords: &mut Map<String, Value>) -> Result<(), NotStrict> {
    if keywords
        .get("additionalProperties")
        .is_some_and(|further| *further != Value::Bool(false))
    {
        return Err(NotStrict);
    }
    let required = keywords.remove("required").unwrap_or_default();
    let properties = keywords.entry("properties").or_insert_with(|| json!({}));
    let properties = properties.as_object_mut().ok_or(NotStrict)?;
    for (name, property) in properties.iter_mut() {
        tighten(property)?;
        if !required
            .as_array()
            .is_some_and(|names| names.iter().any(|other| other == name))
        {
            make_nullable(property);
        }
    }
    let names: Vec<Value> = properties.keys().map(|name| json!(name)).collect();
    keywords.insert("required".into(), names.into());
    keywords.insert("additionalProperties".into(), Value::Bool(false));
    Ok(())
}

fn make_nullable(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(choices)) = keywords.get_mut("anyOf") {
        let null = json!({"type": "null"});
        if !choices.contains(&null) {
            choices.push(null);
        }
        return;
    }
    if keywords.contains_key("$ref") || keywords.contains_key("const") {
        let description = keywords.remove("description");
        let inner = schema.take();
        *schema = json!({"anyOf": [inner, {"type": "null"}]});
        if let (Some(description), Some(keywords)) = (description, schema.as_object_mut()) {
            keywords.insert("description".into(), description);
        }
        return;
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match keywords.get_mut("type") {
        Some(Value::Array(kinds)) if !kinds.contains(&json!("null")) => kinds.push(json!("null")),
        Some(kind @ Value::String(_)) if *kind != "null" => *kind = json!([kind.take(), "null"]),
        _ => {}
    }
}

fn names(kind: &Value, wanted: &str) -> bool {
    kind == wanted
        || kind
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == wanted))
}

fn is_known_format(format: &Value) -> bool {
    format
        .as_str()
        .is_some_and(|format| FORMATS.contains(&format))
}

#[cfg(test)]
mod tests;
