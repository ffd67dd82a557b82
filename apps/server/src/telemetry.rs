//! Prometheus metrics.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Bounds of the latency histograms, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

/// Renders what was counted.
#[derive(Clone)]
pub(crate) struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts counting for the life of the process.
    ///
    /// # Errors
    /// A recorder is installed already.
    pub(crate) fn install() -> anyhow::Result<Self> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder)
            .map_err(|_| anyhow::anyhow!("metrics are counted already"))?;
        describe();
        Ok(Self(handle))
    }

    /// Returns metrics that nobody counts into, for tests with several servers in one process.
    pub(crate) fn detached() -> Self {
        Self(PrometheusBuilder::new().build_recorder().handle())
    }

    /// Returns the text format.
    pub(crate) fn render(&self) -> String {
        self.0.render()
    }

    /// Folds old samples together; to be called every few seconds.
    pub(crate) fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

fn describe() {
    metrics::describe_counter!(
        "http_requests_total",
        "Requests, by method, route and status."
    );
    metrics::describe_histogram!(
        "http_request_duration_seconds",
        "Time until the answer (for streams: until its head), by route."
    );
    metrics::describe_counter!("rate_limited_total", "Requests refused by the rate limit.");
    metrics::describe_counter!(
        "daily_limit_reached_total",
        "Turns refused or stopped by a daily limit."
    );
    metrics::describe_counter!("turns_total", "Turns of the assistant, by outcome.");
    metrics::describe_histogram!(
        "turn_first_text_seconds",
        "Time from the request to the first text of the answer."
    );
    metrics::describe_histogram!("turn_duration_seconds", "Time of a whole turn.");
    metrics::describe_counter!("tool_calls_total", "Tool calls, by tool and status.");
    metrics::describe_counter!("model_tokens_total", "Tokens, by direction.");
    metrics::describe_gauge!("turns_running", "Turns that run now.");
    metrics::describe_gauge!("live_streams_open", "Open streams of live updates.");
}

/// Hands an error to a log line with its whole chain.
pub(crate) fn cause<E: std::error::Error + 'static>(
    error: &E,
) -> &(dyn std::error::Error + 'static) {
    error
}
