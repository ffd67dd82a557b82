use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use taskpilot_context::UserId;

use crate::fault::{FaultCode, FieldFault, ToolFault};

/// Reads arguments by the tool's own schema, so that what is published is what is checked.
///
/// Models write `"3"` for 3, `null` or `""` for nothing and `"a, b"` for a list: what can mean one thing only is taken.
/// Everything that is wrong is told at once.
pub(crate) fn read<T: DeserializeOwned>(
    schema: &Value,
    aliases: &[(&str, &str)],
    caller: &UserId,
    arguments: Value,
) -> Result<T, ToolFault> {
    let mut arguments = match arguments {
        Value::Object(arguments) => arguments,
        Value::Null => Map::new(),
        _ => {
            let rule = FieldFault::new("arguments", "must be a JSON object");
            return Err(ToolFault::invalid(vec![rule]));
        }
    };
    arguments.retain(|_, value| !value.is_null());
    refuse_other_users(&mut arguments, caller)?;
    rename(&mut arguments, aliases);
    let faults = faults(schema, &mut arguments);
    if !faults.is_empty() {
        return Err(ToolFault::invalid(faults));
    }
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| ToolFault::invalid(vec![FieldFault::new("arguments", error.to_string())]))
}

/// The first contract of the tools had a `user_id`; old clients may repeat whose token they carry.
fn refuse_other_users(
    arguments: &mut Map<String, Value>,
    caller: &UserId,
) -> Result<(), ToolFault> {
    match arguments.remove("user_id") {
        None => Ok(()),
        Some(Value::String(user)) if user == caller.as_str() => Ok(()),
        Some(_) => Err(ToolFault::new(
            FaultCode::Forbidden,
            "The argument user_id names another user.",
        )
        .hint("Leave user_id out: whose tasks these are is known from the sign-in.")),
    }
}

fn rename(arguments: &mut Map<String, Value>, aliases: &[(&str, &str)]) {
    for (alias, name) in aliases {
        if arguments.contains_key(*name) {
            continue;
        }
        if let Some(value) = arguments.remove(*alias) {
            arguments.insert((*name).to_owned(), value);
        }
    }
}

fn faults(schema: &Value, arguments: &mut Map<String, Value>) -> Vec<FieldFault> {
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    arguments.retain(|name, value| {
        let optional = !required.iter().any(|required| required == name);
        !(optional
            && properties
                .get(name)
                .is_some_and(|property| says_nothing(property, value)))
    });
    let mut faults = Vec::new();
    for name in required {
        if let Some(name) = name.as_str().filter(|name| !arguments.contains_key(*name)) {
            faults.push(FieldFault::new(name, "is required"));
        }
    }
    for (name, value) in arguments {
        let checked = match properties.get(name) {
            Some(property) => check(property, value),
            None => Err(unknown(properties)),
        };
        if let Err(rule) = checked {
            let name: String = name.chars().take(64).collect();
            faults.push(FieldFault::new(name, rule));
        }
    }
    faults
}

/// Models fill optional arguments that they do not need with `""`.
fn says_nothing(property: &Value, value: &Value) -> bool {
    let may_be_empty = property["type"] == "string"
        && property["minLength"].is_null()
        && property["enum"].is_null();
    !may_be_empty && value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn unknown(properties: &Map<String, Value>) -> String {
    let known: Vec<&str> = properties.keys().map(String::as_str).collect();
    format!(
        "is not an argument of this tool, which takes {}",
        known.join(", ")
    )
}

fn check(schema: &Value, value: &mut Value) -> Result<(), String> {
    match schema["type"].as_str() {
        Some("integer") => check_integer(schema, value),
        Some("boolean") => check_boolean(value),
        Some("array") => check_array(schema, value),
        _ => check_string(schema, value),
    }
}

fn check_integer(schema: &Value, value: &mut Value) -> Result<(), String> {
    let number = match &*value {
        Value::String(text) => text.trim().trim_start_matches('#').parse().ok(),
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        _ => None,
    };
    let number: i64 = number.ok_or("must be a whole number")?;
    let (least, most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
    let inside =
        least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    match (inside, least, most) {
        (true, ..) => {
            *value = number.into();
            Ok(())
        }
        (false, Some(least), Some(most)) => Err(format!("must be {least} to {most}")),
        (false, least, _) => Err(format!("must be at least {}", least.unwrap_or_default())),
    }
}

/// Returns the number if it has no fraction; JSON from some models has `3.0`.
fn whole(number: f64) -> Option<i64> {
    let text = format!("{number:.1}");
    text.strip_suffix(".0")
        .filter(|_| number.fract() == 0.0)?
        .parse()
        .ok()
}

fn check_boolean(value: &mut Value) -> Result<(), String> {
    let flag = match &*value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    };
    *value = flag.ok_or("must be true or false")?.into();
    Ok(())
}

fn check_array(schema: &Value, value: &mut Value) -> Result<(), String> {
    if let Value::String(text) = &*value {
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        *value = parts.collect();
    }
    let Value::Array(items) = value else {
        return Err("must be a list".to_owned());
    };
    let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
    if let Some(most) = schema["maxItems"].as_u64().filter(|most| count > *most) {
        return Err(format!("must have at most {most} entries"));
    }
    for item in items {
        check(&schema["items"], item).map_err(|rule| format!("each {rule}"))?;
    }
    Ok(())
}

fn check_string(schema: &Value, value: &mut Value) -> Result<(), String> {
    let text = value.as_str().ok_or("must be text")?;
    if let Some(words) = schema["enum"].as_array() {
        let word = Value::String(text.trim().to_lowercase());
        if words.contains(&word) {
            *value = word;
            return Ok(());
        }
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return Err(format!("must be one of {}", words.join(", ")));
    }
    if text.trim().is_empty() && schema["minLength"].is_u64() {
        return Err("must not be empty".to_owned());
    }
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    match schema["maxLength"].as_u64() {
        Some(most) if length > most => Err(format!(
            "must be at most {most} characters, but has {length}"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
