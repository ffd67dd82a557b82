//! `rig-core`.

use std::future::{Future, ready};

use bytes::Bytes;
use futures_util::StreamExt;
use http::{Request, Response};
use rig_core::Model;
use rig_core::completion::{AssistantContent, CompletionRequest};
use rig_core::http_client::{
    Error, HttpClientExt, LazyBody, MultipartForm, Result, StreamingResponse,
};
use rig_core::providers::openai::wire::OpenAiWire;
use rig_core::providers::openai::{OpenAIConfig, Route};
use taskpilot_bench_peers::Answer;

/// An HTTP client that answers from memory.
#[derive(Clone)]
struct Tape(Vec<Bytes>);

fn unused() -> Error {
    Error::instance(std::io::Error::other("only streams are asked for"))
}

impl HttpClientExt for Tape {
    fn send<T, U>(
        &self,
        _: Request<T>,
    ) -> impl Future<Output = Result<Response<LazyBody<U>>>> + Send + 'static
    where
        T: Into<Bytes> + Send,
        U: From<Bytes> + Send + 'static,
    {
        ready(Err(unused()))
    }

    fn send_multipart<U>(
        &self,
        _: Request<MultipartForm>,
    ) -> impl Future<Output = Result<Response<LazyBody<U>>>> + Send + 'static
    where
        U: From<Bytes> + Send + 'static,
    {
        ready(Err(unused()))
    }

    fn send_streaming<T>(
        &self,
        _: Request<T>,
    ) -> impl Future<Output = Result<StreamingResponse>> + Send
    where
        T: Into<Bytes> + Send,
    {
        let packets = self.0.clone().into_iter().map(Ok);
        let body = Box::pin(futures_util::stream::iter(packets));
        let response = Response::builder()
            .header("content-type", "text/event-stream")
            .body(body as _);
        ready(response.map_err(|_| unused()))
    }
}

pub type Chat = Model<OpenAiWire>;

pub fn from_memory(packets: &[Bytes]) -> Chat {
    let config = OpenAIConfig::new("key").with_route(Route::Chat);
    config.connect(Tape(packets.to_vec())).completion("gpt-x")
}

pub fn over_http(url: &str) -> Chat {
    let config = OpenAIConfig::new("key")
        .with_route(Route::Chat)
        .with_base_url(url);
    config.client().completion("gpt-x")
}

pub async fn read(model: &Chat) -> Answer {
    let mut stream = model
        .stream(CompletionRequest::new("Hi"))
        .expect("the request can be written");
    while let Some(item) = stream.next().await {
        item.expect("the recording is sound");
    }
    let response = stream.finish().await.expect("the recording is sound");
    let mut answer = Answer::default();
    for item in response.choice {
        match item {
            AssistantContent::Text(text) => answer.text.push_str(&text.text),
            AssistantContent::ToolCall(call) => {
                answer.calls.push(call.function.arguments.into());
            }
            _ => {}
        }
    }
    answer
}
