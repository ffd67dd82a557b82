//! An endless supply of meaningless text, as cheap as can be, for load tests.

mod template;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use taskpilot_model_client::{FinishReason, ModelEvent, ModelResponse, OutputItem, Usage};

use crate::api::{Api, Envelope};
use template::Template;
use template::mark;

/// Most tokens in one answer: their numbers have six digits.
pub const MAX_TOKENS: usize = 999_999;

/// About how much is sent at once when there is no delay, in bytes.
const WRITE_BYTES: usize = 16 * 1024;

/// How much text, how fast, and whether it tells the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOptions {
    /// Tokens in each answer, at most [`MAX_TOKENS`].
    pub tokens: usize,
    /// Time before each token; without, all are sent in a few writes.
    pub delay: Duration,
    /// Whether each token's text (`t000123 `) goes on with the time at which it was sent, in Unix
    /// microseconds and 16 digits: `t000123 1763719200123456 `. A relay passes on the text alone.
    pub stamp: bool,
}

/// The answers, rendered once; only the times are filled in.
pub(crate) struct Texts {
    pub(crate) options: TextOptions,
    chat: Arc<Text>,
    chat_with_usage: Arc<Text>,
    responses: Arc<Text>,
}

/// One kind of stream, in pieces.
pub(crate) struct Text {
    /// Everything up to the first token.
    head: Bytes,
    tokens: Vec<Template>,
    /// Everything after the last token, which may repeat all of them.
    tail: Template,
}

/// What a load test's request says that matters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TextCall {
    pub(crate) stream: Option<bool>,
    stream_options: Option<StreamOptions>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct StreamOptions {
    include_usage: Option<bool>,
}

impl Texts {
    pub(crate) fn new(options: TextOptions, envelope: &Envelope) -> Self {
        let options = TextOptions {
            tokens: options.tokens.min(MAX_TOKENS),
            ..options
        };
        Self {
            options,
            chat: Arc::new(Text::render(options, Api::Chat, envelope, false)),
            chat_with_usage: Arc::new(Text::render(options, Api::Chat, envelope, true)),
            responses: Arc::new(Text::render(options, Api::Responses, envelope, true)),
        }
    }

    /// Returns the stream that answers `call`.
    pub(crate) fn stream(&self, api: Api, call: &TextCall) -> Arc<Text> {
        let options = call.stream_options.as_ref();
        let text = match (api, options.and_then(|options| options.include_usage)) {
            (Api::Responses, _) => &self.responses,
            (Api::Chat, Some(true)) => &self.chat_with_usage,
            (Api::Chat, _) => &self.chat,
        };
        Arc::clone(text)
    }

    /// Returns the body of an answer that is not streamed.
    pub(crate) fn whole(&self, api: Api, envelope: &Envelope, now: u64) -> Bytes {
        let body = api.whole(envelope, &whole(self.options)).to_string();
        let stamps = vec![now; self.options.tokens];
        Template::new(body.as_bytes()).fill(&stamps)
    }
}

impl Text {
    fn render(options: TextOptions, api: Api, envelope: &Envelope, include_usage: bool) -> Self {
        let mut writer = api.writer(envelope.clone(), include_usage);
        let mut head = writer.event(ModelEvent::Started);
        let mut tokens = Vec::with_capacity(options.tokens);
        for number in 0..options.tokens {
            let mut frames = writer.event(ModelEvent::TextDelta(token(options, number)));
            // The first token also brings what opens an item; that belongs to the head.
            let frame = frames.pop().unwrap_or_default();
            head.append(&mut frames);
            tokens.push(Template::new(&with_time(&frame, number)));
        }
        let tail = writer.event(ModelEvent::Finished(Box::new(whole(options))));
        Self {
            head: head.concat().into(),
            tokens,
            tail: Template::new(&tail.concat()),
        }
    }

    pub(crate) fn head(&self) -> Bytes {
        self.head.clone()
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns the frame of token `number`, sent at the last of `stamps`.
    pub(crate) fn token(&self, number: usize, stamps: &[u64]) -> Bytes {
        self.tokens
            .get(number)
            .map_or_else(Bytes::new, |token| token.fill(stamps))
    }

    pub(crate) fn tail(&self, stamps: &[u64]) -> Bytes {
        self.tail.fill(stamps)
    }

    /// Returns the whole stream as it is at `now`, cut into a few writes between frames.
    pub(crate) fn at_once(&self, now: u64) -> Vec<Bytes> {
        let stamps = vec![now; self.tokens.len()];
        let mut writes = Vec::new();
        let mut write = Vec::with_capacity(WRITE_BYTES + 1024);
        write.extend_from_slice(&self.head);
        for piece in self.tokens.iter().chain([&self.tail]) {
            piece.append_to(&mut write, &stamps);
            if write.len() >= WRITE_BYTES {
                let full = std::mem::replace(&mut write, Vec::with_capacity(WRITE_BYTES + 1024));
                writes.push(full.into());
            }
        }
        writes.push(write.into());
        writes.retain(|write: &Bytes| !write.is_empty());
        writes
    }
}

/// Returns the text of token `number`, with a mark where its time belongs.
fn token(options: TextOptions, number: usize) -> String {
    if options.stamp {
        format!("t{number:06} {} ", mark(number))
    } else {
        format!("t{number:06} ")
    }
}

fn whole(options: TextOptions) -> ModelResponse {
    let text: String = (0..options.tokens)
        .map(|number| token(options, number))
        .collect();
    ModelResponse {
        id: None,
        model: String::new(),
        output: vec![OutputItem::message(text)],
        finish: FinishReason::Stop,
        usage: Usage {
            requests: 1,
            input_tokens: 10,
            output_tokens: u64::try_from(options.tokens).unwrap_or(u64::MAX),
            ..Usage::default()
        },
    }
}

/// Adds the member `sent_at_us` to the object of a frame, with a mark for the time.
fn with_time(frame: &[u8], number: usize) -> Vec<u8> {
    let at = frame
        .iter()
        .position(|&byte| byte == b'{')
        .map_or(0, |brace| brace + 1);
    let (before, after) = frame.split_at_checked(at).unwrap_or((frame, &[]));
    let time = format!("\"sent_at_us\":{},", mark(number));
    [before, time.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: usize, stamp: bool) -> Texts {
        let options = TextOptions {
            tokens,
            delay: Duration::ZERO,
            stamp,
        };
        let envelope = Envelope {
            id: "1".to_owned(),
            model: "sim".to_owned(),
            created: 1_800_000_000,
        };
        Texts::new(options, &envelope)
    }

    fn at_once(text: &Text) -> String {
        let stream = text.at_once(1_763_719_200_123_456).concat();
        String::from_utf8(stream).unwrap()
    }

    #[test]
    fn streams_are_as_a_model_writes_them_with_the_time_filled_in() {
        let texts = texts(2, true);
        let streams = [&texts.chat_with_usage, &texts.responses].map(|text| at_once(text));
        insta::assert_snapshot!(streams.join("\n"));
    }

    #[test]
    fn token_by_token_is_the_same_as_at_once() {
        let texts = texts(120, true);
        let stamps = [1_763_719_200_123_456; 120];
        for text in [&texts.chat, &texts.responses] {
            let mut stream = text.head().to_vec();
            for number in 0..text.len() {
                stream.extend_from_slice(&text.token(number, &stamps));
            }
            stream.extend_from_slice(&text.tail(&stamps));
            assert_eq!(String::from_utf8(stream).unwrap(), at_once(text));
        }
        assert!(texts.chat.at_once(1).len() > 1, "all in one write");
    }

    #[test]
    fn without_stamps_the_text_is_always_the_same() {
        let stream = at_once(&texts(3, false).responses);
        assert!(
            stream.contains(r#""text":"t000000 t000001 t000002 ""#),
            "{stream}"
        );
        assert_eq!(stream.matches("\"sent_at_us\":1763719200123456").count(), 3);
    }

    #[test]
    fn an_answer_without_tokens_still_ends() {
        assert!(at_once(&texts(0, false).chat).ends_with("data: [DONE]\n\n"));
    }
}
