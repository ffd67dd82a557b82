use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, future, stream};
use taskpilot_model_client::{ErrorKind, Model, ModelError, ModelEvent, ModelRequest, ModelStream};

/// What goes wrong with one answer. Events are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing.
    None,
    /// The call fails before anything is said.
    Refused(ErrorKind),
    /// The stream breaks off after so many events.
    Cut(usize),
    /// The stream falls silent after so many events, for ever.
    Stall(usize),
    /// Each event comes so much later.
    Slow(Duration),
    /// This event comes twice.
    Duplicate(usize),
    /// This event and the next one come in the other order. The last event stays the last.
    Swap(usize),
}

/// A model whose answers go wrong as planned: its first answer by the first fault, and so on; those after the last
/// fault are whole.
pub struct FaultyModel {
    model: Arc<dyn Model>,
    faults: Mutex<VecDeque<Fault>>,
}

impl FaultyModel {
    /// Returns `model` with `faults`.
    pub fn new(model: Arc<dyn Model>, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            model,
            faults: Mutex::new(faults.into_iter().collect()),
        }
    }
}

impl Model for FaultyModel {
    fn name(&self) -> &str {
        self.model.name()
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.pop_front().unwrap_or(Fault::None);
        if let Fault::Refused(kind) = fault {
            let error = ModelError::new(kind, "the plan says so");
            return Box::pin(stream::iter([Err(error)]));
        }
        spoil(self.model.stream(request), &fault)
    }
}

fn spoil(events: ModelStream, fault: &Fault) -> ModelStream {
    match *fault {
        Fault::Cut(after) => {
            let error = ModelError::new(ErrorKind::Truncated, "the plan says so");
            Box::pin(events.take(after).chain(stream::iter([Err(error)])))
        }
        Fault::Stall(after) => Box::pin(events.take(after).chain(stream::pending())),
        Fault::Slow(delay) => Box::pin(events.then(move |event| async move {
            tokio::time::sleep(delay).await;
            event
        })),
        Fault::Duplicate(which) => Box::pin(events.enumerate().flat_map(move |(at, event)| {
            let again = match &event {
                Ok(event) if at == which => Some(Ok(event.clone())),
                _ => None,
            };
            stream::iter(std::iter::once(event).chain(again))
        })),
        Fault::Swap(which) => swap(events, which),
        Fault::None | Fault::Refused(_) => events,
    }
}

type Event = Result<ModelEvent, ModelError>;

fn swap(events: ModelStream, which: usize) -> ModelStream {
    let swapped = events
        .enumerate()
        .map(Some)
        .chain(stream::iter([None]))
        .scan(None, move |held: &mut Option<Event>, next| {
            let ready: Vec<Event> = match next {
                Some((at, event)) if at == which && !is_last(&event) => {
                    *held = Some(event);
                    Vec::new()
                }
                Some((_, event)) if held.is_some() && is_last(&event) => {
                    held.take().into_iter().chain([event]).collect()
                }
                Some((_, event)) => std::iter::once(event).chain(held.take()).collect(),
                None => held.take().into_iter().collect(),
            };
            future::ready(Some(stream::iter(ready)))
        });
    Box::pin(swapped.flatten())
}

fn is_last(event: &Event) -> bool {
    matches!(event, Err(_) | Ok(ModelEvent::Finished(_)))
}
