use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use taskpilot_model_client::ToolSpec;

use crate::schema;
use crate::tool::{Concurrency, Tool, ToolAnnotations, ToolContext, ToolError, ToolOutput};

type Key = Box<dyn Fn(&Value) -> String + Send + Sync>;
type Predicate<Cx> = Box<dyn Fn(&ToolContext<Cx>, &Value) -> bool + Send + Sync>;
type ToolFuture = Pin<Box<dyn Future<Output = Result<ToolOutput, ToolError>> + Send>>;

/// A tool made of an async function and the type of its arguments.
///
/// ```
/// # use taskpilot_agent_runner::{FunctionTool, ToolContext, ToolError};
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct AddTask {
///     /// What to do, in a few words.
///     title: String,
///     priority: Option<u8>,
/// }
///
/// struct User { name: String }
///
/// let tool = FunctionTool::new(
///     "add_task",
///     "Add a task to the person's list.",
///     |context: ToolContext<User>, args: AddTask| async move {
///         if args.title.is_empty() {
///             return Err(ToolError::new("empty_title", "a task needs a title"));
///         }
///         Ok(format!("added \"{}\" for {}", args.title, context.app.name))
///     },
/// );
/// ```
pub struct FunctionTool<Cx> {
    spec: ToolSpec,
    is_parallel: bool,
    annotations: ToolAnnotations,
    timeout: Option<Duration>,
    key: Option<Key>,
    needs_approval: Option<Predicate<Cx>>,
    function: Box<dyn Fn(ToolContext<Cx>, Value) -> ToolFuture + Send + Sync>,
}

impl<Cx: Send + Sync + 'static> FunctionTool<Cx> {
    /// Returns a tool that reads its arguments as `Args`, runs `function`, and answers with the JSON of what it returns.
    ///
    /// `name` is `^[a-zA-Z0-9_-]{1,64}$`. The schema comes from `Args`, doc comments being descriptions for the model.
    /// It is made strict, so that providers that can hold the model to it: objects take no further properties
    /// (`additionalProperties: false`) and require all of theirs, an optional one being nullable instead; keywords
    /// that strict mode does not know (`default`, `minLength`, number formats …) are left out. Types that strict
    /// mode cannot say (maps, tuples, free JSON, `allOf`, a root that is not one object) are sent as they are, not
    /// strict.
    ///
    /// Arguments that do not fit `Args` are answered to the model with what is wrong; `function` is not called. A
    /// `null` where `Args` takes none counts as absent. Unknown properties are as `Args` likes them
    /// (`#[serde(deny_unknown_fields)]`).
    pub fn new<Args, Reply, Running>(
        name: impl Into<String>,
        description: impl Into<String>,
        function: impl Fn(ToolContext<Cx>, Args) -> Running + Send + Sync + 'static,
    ) -> Self
    where
        Args: DeserializeOwned + JsonSchema,
        Reply: Serialize,
        Running: Future<Output = Result<Reply, ToolError>> + Send + 'static,
    {
        let (parameters, strict) = schema::of::<Args>();
        let spec = ToolSpec {
            name: name.into(),
            description: description.into(),
            parameters,
            strict,
        };
        let function = move |context, arguments| -> ToolFuture {
            match read::<Args>(arguments) {
                Ok(arguments) => {
                    let running = function(context, arguments);
                    Box::pin(async move { reply(&running.await?) })
                }
                Err(error) => Box::pin(std::future::ready(Err(error))),
            }
        };
        Self {
            spec,
            is_parallel: true,
            annotations: ToolAnnotations::default(),
            timeout: None,
            key: None,
            needs_approval: None,
            function: Box::new(function),
        }
    }

    /// Returns the tool as one whose calls run alone, in the order in which the model made them; for tools that
    /// write. See [`Tool::is_parallel`].
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.is_parallel = false;
        self
    }

    /// Runs calls that change the same thing one after the other, and others beside them; `key` names the thing. See
    /// [`Concurrency::Keyed`].
    #[must_use]
    pub fn with_key(mut self, key: impl Fn(&Value) -> String + Send + Sync + 'static) -> Self {
        self.key = Some(Box::new(key));
        self
    }

    /// Says what the tool does to the world.
    #[must_use]
    pub fn with_annotations(mut self, annotations: ToolAnnotations) -> Self {
        self.annotations = annotations;
        self
    }

    /// Has each call wait for a person's word.
    #[must_use]
    pub fn with_approval(self) -> Self {
        self.with_approval_if(|_, _| true)
    }

    /// Has calls wait for a person's word for which `needs_approval` returns so.
    #[must_use]
    pub fn with_approval_if(
        mut self,
        needs_approval: impl Fn(&ToolContext<Cx>, &Value) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.needs_approval = Some(Box::new(needs_approval));
        self
    }

    /// Says how long a call may take, if not as long as the run says.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

#[async_trait]
impl<Cx: Send + Sync + 'static> Tool<Cx> for FunctionTool<Cx> {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn is_parallel(&self) -> bool {
        self.is_parallel
    }

    fn concurrency(&self, arguments: &Value) -> Concurrency {
        match &self.key {
            Some(key) if self.is_parallel => Concurrency::Keyed(key(arguments)),
            _ if self.is_parallel => Concurrency::Shared,
            _ => Concurrency::Alone,
        }
    }

    fn annotations(&self) -> ToolAnnotations {
        self.annotations
    }

    fn needs_approval(&self, context: &ToolContext<Cx>, arguments: &Value) -> bool {
        let needs = self.needs_approval.as_ref();
        needs.is_some_and(|needs| needs(context, arguments))
    }

    fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    async fn call(
        &self,
        context: ToolContext<Cx>,
        arguments: Value,
    ) -> Result<ToolOutput, ToolError> {
        (self.function)(context, arguments).await
    }
}

pub(crate) fn read<Args: DeserializeOwned>(mut arguments: Value) -> Result<Args, ToolError> {
    let error = match Args::deserialize(&arguments) {
        Ok(arguments) => return Ok(arguments),
        Err(error) => error,
    };
    drop_nulls(&mut arguments);
    serde_json::from_value(arguments).map_err(|_| {
        ToolError::new(
            "invalid_arguments",
            format!("the arguments do not fit: {error}"),
        )
    })
}

/// A strict schema makes the model write `null` for what it would leave out.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn reply(reply: &impl Serialize) -> Result<ToolOutput, ToolError> {
    serde_json::to_value(reply)
        .map(ToolOutput::from)
        .map_err(|error| {
            tracing::error!(%error, "a tool's answer is not JSON");
            ToolError::new("tool_failed", "the tool's answer cannot be read")
        })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Args {
        title: String,
        #[serde(default = "one")]
        times: u32,
    }

    fn one() -> u32 {
        1
    }

    async fn call(arguments: Value) -> Result<Value, Value> {
        let tool = FunctionTool::new("t", "", |context: ToolContext<()>, args: Args| async move {
            if args.title == "bad" {
                return Err(ToolError::new("bad", "no"));
            }
            Ok(json!([context.call_id, args.title, args.times]))
        });
        let context = ToolContext::new(Arc::new(()), "c");
        let result = tool.call(context, arguments).await;
        result
            .map(|output| output.value)
            .map_err(|error| error.value)
    }

    #[tokio::test]
    async fn arguments_go_in_and_the_answer_comes_out_as_json() {
        assert_eq!(
            call(json!({"title": "a", "times": 2})).await,
            Ok(json!(["c", "a", 2]))
        );
        assert_eq!(
            call(json!({"title": "bad"})).await,
            Err(json!({"error": {"code": "bad", "message": "no"}}))
        );
    }

    #[tokio::test]
    async fn null_for_what_has_a_default_counts_as_absent() {
        assert_eq!(
            call(json!({"title": "a", "times": null})).await,
            Ok(json!(["c", "a", 1]))
        );
    }

    #[tokio::test]
    async fn arguments_that_do_not_fit_are_answered_with_what_is_wrong() {
        let error = call(json!({"title": 7})).await.unwrap_err();
        assert_eq!(error["error"]["code"], "invalid_arguments");
        let message = error["error"]["message"].as_str().unwrap();
        assert!(
            message.contains("invalid type: integer `7`, expected a string"),
            "{message}"
        );
    }
}
