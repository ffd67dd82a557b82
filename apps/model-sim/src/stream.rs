//! The bodies of answers.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use async_stream::stream;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use taskpilot_context::{Clock, SystemClock};
use taskpilot_model_client::{ModelError, ModelEvent, ModelStream};
use tokio::time::{Instant, sleep, sleep_until};

use crate::api::Writer;
use crate::error::ApiError;
use crate::record::Ticket;
use crate::script::Step;
use crate::text::Text;

/// The connection is to be broken; the server does so when a body fails.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut, as the script says")]
pub(crate) struct Cut;

pub(crate) type Body = Pin<Box<dyn Stream<Item = Result<Bytes, Cut>>>>;

/// A body that notes whether it was sent to its end.
struct Watched {
    body: Body,
    ticket: Ticket,
}

impl Stream for Watched {
    type Item = Result<Bytes, Cut>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.body.as_mut().poll_next(cx));
        if !matches!(next, Some(Ok(_))) {
            self.ticket.finish();
        }
        Poll::Ready(next)
    }
}

/// Returns the response that sends `body` as server-sent events.
pub(crate) fn events(body: Body, ticket: Ticket) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Content-Type", "text/event-stream; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .streaming(Watched { body, ticket })
}

/// Returns the response that sends `body` as JSON.
pub(crate) fn json(body: Body, ticket: Ticket) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(ContentType::json())
        .streaming(Watched { body, ticket })
}

/// Returns a body that takes these steps.
pub(crate) fn steps(steps: Vec<Step>) -> Body {
    Box::pin(stream! {
        for step in steps {
            match step {
                Step::Wait(time) => sleep(time).await,
                Step::Send(bytes) => yield Ok(bytes),
                Step::Cut => {
                    // What was sent before leaves first.
                    tokio::task::yield_now().await;
                    yield Err(Cut);
                }
                Step::Stall => std::future::pending().await,
            }
        }
    })
}

/// Returns a body that tells what a model says, beginning with what it said `first`.
pub(crate) fn model(first: ModelEvent, mut rest: ModelStream, mut writer: Writer) -> Body {
    Box::pin(stream! {
        for frame in writer.event(first) {
            yield Ok(frame);
        }
        while let Some(next) = rest.next().await {
            for frame in frames(&mut writer, next) {
                yield Ok(frame);
            }
        }
    })
}

fn frames(writer: &mut Writer, next: Result<ModelEvent, ModelError>) -> Vec<Bytes> {
    match next {
        Ok(event) => writer.event(event),
        Err(error) => vec![writer.failure(&ApiError::from_model(&error))],
    }
}

/// Returns a body of meaningless text, with `delay` before each token.
///
/// Each stream keeps its own time, so a thousand of them do not all send in the same moment: such
/// bursts would measure the burst, not the relay.
pub(crate) fn text(text: Arc<Text>, delay: Duration) -> Body {
    if delay.is_zero() {
        return Box::pin(futures_util::stream::iter(text.at_once(now_us())).map(Ok));
    }
    Box::pin(stream! {
        yield Ok(text.head());
        let mut stamps = Vec::with_capacity(text.len());
        let mut due = Instant::now();
        for number in 0..text.len() {
            due += delay;
            sleep_until(due).await;
            stamps.push(now_us());
            yield Ok(text.token(number, &stamps));
        }
        yield Ok(text.tail(&stamps));
    })
}

/// Returns a body of one piece, after `delay`.
pub(crate) fn whole(body: Bytes, delay: Duration) -> Body {
    let wait = (!delay.is_zero()).then_some(Step::Wait(delay));
    steps(wait.into_iter().chain([Step::Send(body)]).collect())
}

/// Returns the time in Unix microseconds.
pub(crate) fn now_us() -> u64 {
    u64::try_from(SystemClock.now().as_microsecond()).unwrap_or_default()
}
