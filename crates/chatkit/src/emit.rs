use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::{mpsc, oneshot};

use crate::error::StreamError;
use crate::event::Event;
use crate::server::EventStream;

/// Takes the events of a handler. Clones go to the same stream, so that a tool can speak while an agent runs.
#[derive(Debug, Clone)]
pub struct Emitter {
    events: mpsc::Sender<Sent>,
}

/// An event, and who waits until it has been dealt with.
#[derive(Debug)]
struct Sent {
    event: Event,
    done: oneshot::Sender<()>,
}

impl Emitter {
    /// Says something, and waits until it has been dealt with: stored, if it is to be stored, and passed on. So a
    /// slow reader holds the handler up, and what is said next can build on what was said before.
    pub async fn send(&self, event: Event) {
        let (done, is_done) = oneshot::channel();
        // Without a reader the stream is gone, and with it whoever sends: they are dropped at one of these points.
        if self.events.send(Sent { event, done }).await.is_ok() {
            let _ = is_done.await;
        }
    }
}

/// Makes a stream of what `work` sends, in order. If it fails, the stream ends with its error.
///
/// `work` runs only while the stream is polled, and is dropped with it.
pub fn emit<F>(work: impl FnOnce(Emitter) -> F) -> EventStream
where
    F: Future<Output = Result<(), StreamError>> + Send + 'static,
{
    let (events, received) = mpsc::channel(1);
    Box::pin(Emitted {
        work: Some(Box::pin(work(Emitter { events }))),
        received,
        done: None,
        error: None,
    })
}

struct Emitted<F> {
    work: Option<Pin<Box<F>>>,
    received: mpsc::Receiver<Sent>,
    /// Who waits for the event that was given out last: whoever asks for the next one has dealt with it.
    done: Option<oneshot::Sender<()>>,
    error: Option<StreamError>,
}

impl<F> Stream for Emitted<F>
where
    F: Future<Output = Result<(), StreamError>>,
{
    type Item = Result<Event, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(done) = self.done.take() {
            // A sender that was dropped meanwhile does not wait.
            let _ = done.send(());
        }
        if let Some(work) = &mut self.work
            && let Poll::Ready(result) = work.as_mut().poll(context)
        {
            self.work = None;
            self.error = result.err();
            // Clones of the sender may outlive the work; what they say then is not part of the answer.
            self.received.close();
        }
        match self.received.poll_recv(context) {
            Poll::Ready(Some(Sent { event, done })) => {
                self.done = Some(done);
                Poll::Ready(Some(Ok(event)))
            }
            Poll::Ready(None) => Poll::Ready(self.error.take().map(Err)),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_sent_comes_in_order_then_the_error() {
        let stream = emit(|out| async move {
            for number in 0..20 {
                out.send(Event::progress(number.to_string())).await;
            }
            Err(StreamError::custom("enough"))
        });
        let all: Vec<_> = stream.collect().await;
        assert_eq!(all.len(), 21);
        assert_eq!(all[19].as_ref().unwrap(), &Event::progress("19"));
        assert!(all[20].is_err());
    }

    #[tokio::test]
    async fn a_clone_that_is_left_over_does_not_hold_the_stream_open() {
        let mut kept = None;
        let stream = emit(|out| {
            kept = Some(out.clone());
            async move {
                out.send(Event::progress("one")).await;
                Ok(())
            }
        });
        assert_eq!(stream.count().await, 1);
    }
}
