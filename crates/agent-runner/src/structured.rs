//! Answers that have a form.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use taskpilot_model_client::OutputSchema;

use crate::schema;

type Check = Arc<dyn Fn(Value) -> Result<Value, String> + Send + Sync>;

/// The form of an agent's answer.
#[derive(Clone)]
pub struct OutputForm {
    schema: OutputSchema,
    check: Check,
}

/// What is no object goes inside of one: providers take no other.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its form counts")]
struct Wrapped<T> {
    response: T,
}

impl OutputForm {
    /// Returns the form of `T`. What is not an object (a list, a number) is asked for as the member `response` of one.
    ///
    /// For the schema see [`FunctionTool::new`](crate::FunctionTool::new).
    pub fn of<T: DeserializeOwned + JsonSchema>() -> Self {
        let (parameters, strict) = schema::of::<T>();
        let is_object = parameters.get("properties").is_some();
        if is_object {
            return Self::new(parameters, strict, |value| {
                fit::<T>(&value)?;
                Ok(value)
            });
        }
        let (parameters, strict) = schema::of::<Wrapped<T>>();
        Self::new(parameters, strict, |mut value| {
            fit::<Wrapped<T>>(&value)?;
            Ok(value
                .get_mut("response")
                .map(Value::take)
                .unwrap_or_default())
        })
    }

    fn new(
        schema: Value,
        strict: bool,
        check: impl Fn(Value) -> Result<Value, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            schema: OutputSchema {
                name: "final_output".to_owned(),
                schema,
                strict,
            },
            check: Arc::new(check),
        }
    }

    pub(crate) fn schema(&self) -> &OutputSchema {
        &self.schema
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// What is wrong with it, in words for the model.
    pub(crate) fn read(&self, text: &str) -> Result<Value, String> {
        let value = serde_json::from_str(bare(text)).map_err(|error| error.to_string())?;
        (self.check)(value)
    }
}

impl std::fmt::Debug for OutputForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("OutputForm")
            .field(&self.schema)
            .finish()
    }
}

fn fit<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    T::deserialize(value)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// Models that are held to nothing put JSON into a block of Markdown.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text
        .strip_prefix("```")
        .and_then(|rest| rest.strip_suffix("```"))
    else {
        return text;
    };
    inner.strip_prefix("json").unwrap_or(inner).trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its form counts")]
    struct Plan {
        steps: Vec<String>,
    }

    #[test]
    fn an_object_is_its_own_form_and_all_else_is_inside_of_one() {
        let plan = OutputForm::of::<Plan>();
        assert_eq!(plan.read(r#"{"steps":["a"]}"#), Ok(json!({"steps": ["a"]})));
        assert!(
            plan.read(r#"{"steps":1}"#)
                .unwrap_err()
                .contains("invalid type")
        );
        let numbers = OutputForm::of::<Vec<u8>>();
        assert_eq!(numbers.read(r#"{"response":[1,2]}"#), Ok(json!([1, 2])));
        assert!(numbers.read("[1,2]").is_err());
        assert!(numbers.schema().strict);
    }

    #[test]
    fn a_block_of_markdown_is_no_obstacle() {
        let plan = OutputForm::of::<Plan>();
        let text = "```json\n{\"steps\":[]}\n```";
        assert_eq!(plan.read(text), Ok(json!({"steps": []})));
    }
}
