use std::time::Duration;

use serde_json::Value;

/// What a provider says went wrong, read from any of the shapes in use.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ProviderError {
    pub(crate) message: Option<String>,
    /// A name (`insufficient_quota`) or a status as text (`429`).
    pub(crate) code: Option<String>,
    /// The field `type`.
    pub(crate) kind: Option<String>,
    /// OpenRouter's vocabulary.
    pub(crate) error_type: Option<String>,
    /// What stands behind the message; read for its wording, never shown.
    pub(crate) raw: Option<String>,
    pub(crate) retryable: Option<bool>,
    pub(crate) retry_after: Option<Duration>,
}

impl ProviderError {
    /// Reads the body of an answer that is no success, whatever it is.
    pub(crate) fn from_body(body: &str) -> Self {
        let body = body.trim();
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            return Self::from_value(&value).unwrap_or_default();
        }
        // A gateway's HTML page tells nobody anything.
        let text = (!body.is_empty() && !body.starts_with('<')).then(|| body.to_owned());
        Self {
            message: text,
            ..Self::default()
        }
    }

    /// Reads a JSON value; `None` if it is not an error in any known shape.
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let value = match value {
            Value::Array(items) => items.first()?,
            other => other,
        };
        let fields = value.as_object()?;
        let nested = fields.get("response").and_then(|it| it.get("error"));
        match fields.get("error").or(nested) {
            Some(Value::String(text)) => return Some(Self::text(text)),
            Some(error @ Value::Object(_)) => return Some(Self::object(error)),
            _ => {}
        }
        if let Some(detail) = fields.get("detail") {
            return Some(Self::text(&text_of(detail)?));
        }
        let is_error = ["object", "type"]
            .iter()
            .any(|key| fields.get(*key).and_then(Value::as_str) == Some("error"));
        (is_error || fields.get("message").is_some_and(Value::is_string))
            .then(|| Self::object(value))
    }

    fn text(text: &str) -> Self {
        Self {
            message: Some(text.to_owned()),
            ..Self::default()
        }
    }

    /// Reads the object that holds `message`, `code` and so on.
    pub(crate) fn object(error: &Value) -> Self {
        let metadata = error.get("metadata").unwrap_or(&Value::Null);
        let availability = error
            .get("availability")
            .or_else(|| metadata.get("availability"))
            .unwrap_or(&Value::Null);
        let own_type = error
            .get("error_type")
            .or_else(|| metadata.get("error_type"));
        Self {
            message: error.get("message").and_then(text_of),
            code: error.get("code").and_then(text_of),
            kind: error.get("type").and_then(text_of),
            error_type: own_type.and_then(text_of),
            raw: metadata.get("raw").and_then(text_of),
            retryable: availability.get("retryable").and_then(Value::as_bool),
            retry_after: availability
                .get("retry_after")
                .and_then(Value::as_f64)
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .filter(|wait| !wait.is_zero()),
        }
    }
}

/// Returns a text or number as text, and the messages of a list of validation errors, joined.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let texts = items
                .iter()
                .filter_map(|it| it.get("msg").or(Some(it)).and_then(Value::as_str));
            Some(texts.collect::<Vec<_>>().join("; "))
        }
        Value::Object(_) => Some(value.get("message")?.as_str()?.to_owned()),
        Value::Null | Value::Bool(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_in_use_is_read() {
        let message = |body: &str| ProviderError::from_body(body).message.unwrap_or_default();
        for body in [
            r#"{"error":{"message":"no","type":"t","param":null,"code":"c"}}"#,
            r#"{"error":{"code":429,"message":"no","metadata":{"provider_name":"p"}},"user_id":"u"}"#,
            r#"{"error":"no"}"#,
            r#"{"object":"error","message":"no","type":"BadRequestError","param":null,"code":400}"#,
            r#"{"type":"error","code":"server_error","message":"no","param":null}"#,
            r#"{"message":"no"}"#,
            r#"{"detail":"no"}"#,
            r#"{"detail":[{"loc":["body"],"msg":"no","type":"missing"}]}"#,
            r#"[{"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}}]"#,
            r#"{"type":"response.failed","response":{"error":{"code":"server_error","message":"no"}}}"#,
            "no",
        ] {
            assert_eq!(message(body), "no", "{body}");
        }
        for body in [
            "",
            "<html><body>502 Bad Gateway</body></html>",
            "[]",
            "7",
            "{}",
        ] {
            assert_eq!(
                ProviderError::from_body(body),
                ProviderError::default(),
                "{body}"
            );
        }
    }

    #[test]
    fn openrouter_says_whether_to_try_again() {
        let error = ProviderError::from_body(
            r#"{"error":{"code":503,"message":"busy","metadata":{"error_type":"provider_overloaded","raw":"x"},
                "availability":{"code":"temporarily_unavailable","retryable":false,"retry_after":2.5}}}"#,
        );
        assert_eq!(error.code.as_deref(), Some("503"));
        assert_eq!(error.error_type.as_deref(), Some("provider_overloaded"));
        assert_eq!(error.retryable, Some(false));
        assert_eq!(error.retry_after, Some(Duration::from_millis(2500)));
    }

    #[test]
    fn an_answer_is_no_error() {
        let value = serde_json::json!({"id": "x", "choices": [], "error": null});
        assert_eq!(ProviderError::from_value(&value), None);
    }
}
