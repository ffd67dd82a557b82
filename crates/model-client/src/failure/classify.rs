use super::ProviderError;
use crate::error::ErrorKind;

/// How servers say that the conversation does not fit, where no code says it.
const CONTEXT_LENGTH_WORDINGS: [&str; 9] = [
    "context length",
    "context window",
    "context size",
    "context_length",
    "prompt is too long",
    "input is too long",
    "too many tokens",
    "maximum number of tokens",
    "reduce the length of the",
];

const QUOTA_WORDINGS: [&str; 2] = ["exceeded your current quota", "billing hard limit"];

/// Returns the class of an error: by the provider's name for it, then its wording, then the status.
pub(crate) fn classify(status: Option<u16>, error: &ProviderError) -> ErrorKind {
    let names = [&error.error_type, &error.code, &error.kind];
    if let Some(kind) = names.into_iter().flatten().find_map(|name| by_name(name)) {
        return kind;
    }
    let code = error.code.as_deref().and_then(|code| code.parse().ok());
    let status = status.filter(|status| *status >= 300).or(code);
    by_wording(status, error)
        .or_else(|| status.map(by_status))
        // An error object in the middle of a stream, with nothing in it that says why.
        .unwrap_or(ErrorKind::Unavailable)
}

fn by_name(name: &str) -> Option<ErrorKind> {
    Some(match name {
        "insufficient_quota" | "billing_hard_limit_reached" | "quota_exceeded" => {
            ErrorKind::QuotaExhausted
        }
        "context_length_exceeded"
        | "max_tokens_exceeded"
        | "exceed_context_size_error"
        | "string_above_max_length" => ErrorKind::ContextLength,
        "content_filter"
        | "content_policy_violation"
        | "refusal"
        | "bio_policy"
        | "responsible_ai_policy_violation" => ErrorKind::ContentFilter,
        "rate_limit_exceeded" | "rate_limit_error" | "too_many_requests" => {
            ErrorKind::RateLimited { retry_after: None }
        }
        "provider_overloaded"
        | "provider_unavailable"
        | "server"
        | "server_error"
        | "overloaded_error"
        | "server_is_overloaded"
        | "slow_down"
        | "internal_error"
        | "internal_server_error"
        | "service_unavailable" => ErrorKind::Unavailable,
        "timeout" | "vector_store_timeout" => ErrorKind::Timeout,
        "authentication" | "authentication_error" | "invalid_api_key" => ErrorKind::Auth,
        "permission_denied" | "permission_error" => ErrorKind::Permission,
        "payment_required" => ErrorKind::PaymentRequired,
        "not_found" | "not_found_error" | "model_not_found" => ErrorKind::NotFound,
        "invalid_request" | "invalid_prompt" => ErrorKind::BadRequest,
        "conversation_locked" => ErrorKind::Conflict,
        // The model wrote a tool call that is none, and the provider refuses its own answer (Groq).
        "tool_use_failed" => ErrorKind::Protocol,
        _ => return None,
    })
}

fn by_wording(status: Option<u16>, error: &ProviderError) -> Option<ErrorKind> {
    let texts = [&error.message, &error.raw].into_iter().flatten();
    let text = texts
        .map(|text| text.to_ascii_lowercase())
        .collect::<Vec<_>>()
        .join("\n");
    let says = |wordings: &[&str]| wordings.iter().any(|wording| text.contains(wording));
    match status {
        Some(429) if says(&QUOTA_WORDINGS) => Some(ErrorKind::QuotaExhausted),
        // llama.cpp answers 500 where others answer 400.
        None | Some(400 | 413 | 422 | 500) if says(&CONTEXT_LENGTH_WORDINGS) => {
            Some(ErrorKind::ContextLength)
        }
        _ => None,
    }
}

fn by_status(status: u16) -> ErrorKind {
    match status {
        401 => ErrorKind::Auth,
        402 => ErrorKind::PaymentRequired,
        403 => ErrorKind::Permission,
        404 => ErrorKind::NotFound,
        408 | 504 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        413 => ErrorKind::ContextLength,
        429 => ErrorKind::RateLimited { retry_after: None },
        300..400 => ErrorKind::Configuration,
        400..500 => ErrorKind::BadRequest,
        _ => ErrorKind::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expected: &str) {
        let error = ProviderError::from_body(body);
        assert_eq!(
            classify(Some(status), &error).code(),
            expected,
            "{status} {body}"
        );
    }

    #[test]
    fn statuses_alone() {
        for (status, expected) in [
            (307, "configuration"),
            (400, "bad_request"),
            (401, "auth"),
            (402, "payment_required"),
            (403, "permission"),
            (404, "not_found"),
            (405, "bad_request"),
            (408, "timeout"),
            (409, "conflict"),
            (413, "context_length"),
            (422, "bad_request"),
            (429, "rate_limited"),
            (500, "unavailable"),
            (502, "unavailable"),
            (503, "unavailable"),
            (504, "timeout"),
            (529, "unavailable"),
        ] {
            check(status, "", expected);
        }
    }

    #[test]
    fn names_win_over_statuses() {
        check(
            429,
            r#"{"error":{"code":"insufficient_quota"}}"#,
            "quota_exhausted",
        );
        check(
            429,
            r#"{"error":{"message":"You exceeded your current quota"}}"#,
            "quota_exhausted",
        );
        check(
            400,
            r#"{"error":{"code":"context_length_exceeded"}}"#,
            "context_length",
        );
        check(
            400,
            r#"{"error":{"code":"content_filter"}}"#,
            "content_filter",
        );
        check(
            400,
            r#"{"error":{"code":400,"metadata":{"error_type":"provider_overloaded"}}}"#,
            "unavailable",
        );
        check(
            200,
            r#"{"error":{"code":502,"message":"upstream"}}"#,
            "unavailable",
        );
        check(
            200,
            r#"{"error":{"code":"429","message":"slow"}}"#,
            "rate_limited",
        );
        check(200, r#"{"error":{"message":"?"}}"#, "unavailable");
    }

    #[test]
    fn context_length_in_the_words_of_servers() {
        for message in [
            "This model's maximum context length is 8192 tokens. However, you requested 9000.",
            "the request exceeds the available context size, try increasing it",
            "prompt is too long: 210000 tokens > 200000 maximum",
            "Your input exceeds the context window of this model.",
        ] {
            check(
                400,
                &format!(r#"{{"error":"{message}"}}"#),
                "context_length",
            );
        }
        check(
            400,
            r#"{"error":{"code":400,"message":"Provider returned error",
                "metadata":{"raw":"Maximum context length is 4096"}}}"#,
            "context_length",
        );
        check(401, r#"{"error":"no context length for you"}"#, "auth");
    }
}
