//! `genai`. Its decoders read from its own HTTP client alone.

use futures_util::StreamExt;
use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatOptions, ChatRequest, ChatStreamEvent};
use genai::resolver::{AuthData, Endpoint, ServiceTargetResolver};
use genai::{Client, ModelIden, ServiceTarget};
use taskpilot_bench_peers::Answer;

pub fn over_http(url: &str) -> Client {
    // It wants a slash at the end.
    let url = format!("{url}/");
    let resolver = ServiceTargetResolver::from_resolver_fn(
        move |target: ServiceTarget| -> Result<ServiceTarget, genai::resolver::Error> {
            Ok(ServiceTarget {
                endpoint: Endpoint::from_owned(url.clone()),
                auth: AuthData::from_single("key"),
                model: ModelIden::new(AdapterKind::OpenAI, target.model.model_name),
            })
        },
    );
    Client::builder()
        .with_service_target_resolver(resolver)
        .build()
        .expect("a client")
}

pub async fn read(client: &Client) -> Answer {
    let request = ChatRequest::new(vec![ChatMessage::user("Hi")]);
    let options = ChatOptions::default()
        .with_capture_content(true)
        .with_capture_tool_calls(true)
        .with_capture_usage(true);
    let response = client
        .exec_chat_stream("gpt-x", request, Some(&options))
        .await;
    let mut stream = response.expect("the request can be sent").stream;
    let mut answer = Answer::default();
    while let Some(event) = stream.next().await {
        if let ChatStreamEvent::End(end) = event.expect("the recording is sound") {
            let text = end.captured_first_text().unwrap_or_default();
            answer.text.push_str(text);
            let calls = end.captured_into_tool_calls().unwrap_or_default();
            answer.calls = calls.into_iter().map(|call| call.fn_arguments).collect();
        }
    }
    answer
}
