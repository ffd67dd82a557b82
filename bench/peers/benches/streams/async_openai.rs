//! `async-openai`. It gives out chunks; whoever wants an answer puts it together, as is done here.

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::types::chat::{
    ChatCompletionRequestUserMessageArgs, CreateChatCompletionRequest,
    CreateChatCompletionRequestArgs,
};
use bytes::Bytes;
use futures_util::StreamExt;
use taskpilot_bench_peers::Answer;
use tower::service_fn;

pub struct Reader {
    client: Client<OpenAIConfig>,
    request: CreateChatCompletionRequest,
}

pub fn from_memory(packets: &[Bytes]) -> Reader {
    let packets = packets.to_vec();
    let service = service_fn(move |factory: HttpRequestFactory| {
        let packets = packets.clone();
        async move {
            factory.build().await?;
            let packets = packets.into_iter().map(Ok::<_, std::io::Error>);
            let body = reqwest::Body::wrap_stream(futures_util::stream::iter(packets));
            let response = http::Response::builder()
                .header("content-type", "text/event-stream")
                .body(body)
                .expect("a response can be built");
            Ok::<_, OpenAIError>(reqwest::Response::from(response))
        }
    });
    reader("http://host.test", |client| {
        client.with_http_service(service)
    })
}

pub fn over_http(url: &str) -> Reader {
    reader(url, |client| client)
}

fn reader(url: &str, change: impl FnOnce(Client<OpenAIConfig>) -> Client<OpenAIConfig>) -> Reader {
    let config = OpenAIConfig::new().with_api_base(url).with_api_key("key");
    let message = ChatCompletionRequestUserMessageArgs::default()
        .content("Hi")
        .build()
        .expect("a message");
    let request = CreateChatCompletionRequestArgs::default()
        .model("gpt-x")
        .messages([message.into()])
        .build()
        .expect("a request");
    Reader {
        client: change(Client::with_config(config)),
        request,
    }
}

pub async fn read(reader: &Reader) -> Answer {
    let chat = reader.client.chat();
    let stream = chat.create_stream(reader.request.clone()).await;
    let mut stream = stream.expect("the request can be sent");
    let mut text = String::new();
    let mut calls: Vec<String> = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.expect("the recording is sound");
        let Some(choice) = chunk.choices.into_iter().next() else {
            continue;
        };
        text.push_str(choice.delta.content.as_deref().unwrap_or_default());
        for call in choice.delta.tool_calls.into_iter().flatten() {
            let index = usize::try_from(call.index).unwrap_or_default();
            calls.resize(calls.len().max(index + 1), String::new());
            let arguments = call.function.and_then(|it| it.arguments);
            calls[index].push_str(arguments.as_deref().unwrap_or_default());
        }
    }
    Answer {
        text,
        calls: calls
            .iter()
            .map(|it| serde_json::from_str(it).expect("arguments are json"))
            .collect(),
    }
}
