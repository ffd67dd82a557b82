//! JSON without the fields that are not set.

use serde::de::Error as _;
use serde_json::value::RawValue;
use taskpilot_chatkit::RawObject;

/// As deep as `serde_json` itself reads.
const MAX_DEPTH: usize = 128;

/// Returns `json` without spaces and without members that are `null`; the rest in its order and spelling.
pub(super) fn of(json: &str) -> serde_json::Result<String> {
    let mut written = String::with_capacity(json.len());
    write(json, &mut written, MAX_DEPTH)?;
    Ok(written)
}

fn write(json: &str, to: &mut String, depth: usize) -> serde_json::Result<()> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(serde_json::Error::custom("nested too deeply"));
    };
    let json = json.trim_ascii();
    if json.starts_with('{') {
        let object = RawObject::parse(json)?;
        let set = object.iter().filter(|(_, value)| value.get() != "null");
        to.push('{');
        for (at, (name, value)) in set.enumerate() {
            if at > 0 {
                to.push(',');
            }
            to.push_str(&serde_json::to_string(name)?);
            to.push(':');
            write(value.get(), to, depth)?;
        }
        to.push('}');
    } else if json.starts_with('[') {
        let values: Vec<&RawValue> = serde_json::from_str(json)?;
        to.push('[');
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                to.push(',');
            }
            write(value.get(), to, depth)?;
        }
        to.push(']');
    } else {
        to.push_str(json);
    }
    Ok(())
}
