use std::net::SocketAddr;

use clap::Args;
use url::Url;

/// How the server meets the world.
#[derive(Debug, Args)]
#[command(next_help_heading = "HTTP")]
pub struct HttpArgs {
    /// Address and port to listen on.
    #[arg(long, env = "BIND", default_value = "127.0.0.1:7860")]
    pub bind: SocketAddr,

    /// Web pages that may call the API from a browser, comma-separated origins.
    #[arg(
        long,
        env = "CORS_ALLOWED_ORIGINS",
        default_value = "http://localhost:3000,http://127.0.0.1:3000",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub cors_allowed_origins: Vec<String>,

    /// Requests per minute and user, a quarter of it at once; 0 switches the limit off.
    #[arg(long, env = "RATE_LIMIT_PER_MINUTE", default_value_t = 600)]
    pub rate_limit_per_minute: u32,

    /// Largest accepted request body, in bytes; dictation is the largest of them.
    #[arg(long, env = "MAX_BODY_BYTES", default_value_t = 1_048_576)]
    pub max_body_bytes: usize,

    /// Worker threads; 0 means one for each core.
    #[arg(long, env = "WORKERS", default_value_t = 0)]
    pub workers: usize,

    /// How long running turns may go on after a stop signal before they are cut and stored, in seconds.
    #[arg(long, env = "SHUTDOWN_GRACE_SECONDS", default_value_t = 10)]
    pub shutdown_grace_seconds: u64,

    /// How long the secret of a ChatKit session is good, in seconds: 60 to 86,400.
    #[arg(
        long,
        env = "CHATKIT_SESSION_TIMEOUT",
        default_value_t = 3_600,
        value_parser = clap::value_parser!(u64).range(60..=86_400)
    )]
    pub chatkit_session_timeout: u64,

    /// Most earlier messages of a conversation that the model reads.
    #[arg(long, env = "CHATKIT_MAX_HISTORY", default_value_t = 10)]
    pub chatkit_max_history: u32,
}

/// Reads an origin as browsers send it; an empty one stands for none.
fn origin(text: &str) -> Result<String, String> {
    let text = text.trim();
    let serialized = Url::parse(text).map(|url| url.origin().ascii_serialization());
    if text.is_empty() || serialized.as_deref() == Ok(text) {
        return Ok(text.to_owned());
    }
    Err("an origin is a scheme, a host and perhaps a port, as in https://example.com".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_browsers_send() {
        for good in [
            "https://example.com",
            " http://localhost:3000",
            "http://[::1]:3000",
            "",
        ] {
            assert_eq!(origin(good), Ok(good.trim().to_owned()));
        }
        for bad in [
            "*",
            "null",
            "example.com",
            "https://example.com/",
            "https://example.com/app",
            "https://Example.com",
            "https://example.com:443",
            "not an origin",
        ] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
