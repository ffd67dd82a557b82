use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use taskpilot_model_client::{ErrorKind, Model, ModelError, ModelEvent, ModelRequest, ModelStream};

/// What a model was asked and how it answered, in order.
///
/// It holds prompts and answers: read it before you put it under version control. Keys are never in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cassette {
    exchanges: Vec<Exchange>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Exchange {
    /// What tells one request from another.
    request: Value,
    events: Vec<Recorded>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Recorded {
    Event(ModelEvent),
    Error { kind: ErrorKind, message: String },
}

/// A cassette cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("this is no cassette")]
pub struct CassetteError(#[from] serde_json::Error);

impl Cassette {
    /// Returns the cassette as JSON text.
    ///
    /// # Errors
    /// If it cannot be written, which cassettes always can.
    pub fn to_json(&self) -> Result<String, CassetteError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Reads a cassette.
    ///
    /// # Errors
    /// If it is none.
    pub fn from_json(text: &str) -> Result<Self, CassetteError> {
        Ok(serde_json::from_str(text)?)
    }

    /// Returns how many answers it holds.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Returns whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }
}

/// A model that writes down what passes through it.
pub struct RecordingModel {
    model: Arc<dyn Model>,
    cassette: Arc<Mutex<Cassette>>,
}

impl RecordingModel {
    /// Returns `model`, recorded.
    pub fn new(model: Arc<dyn Model>) -> Self {
        Self {
            model,
            cassette: Arc::default(),
        }
    }

    /// Returns what was recorded until now; answers under way as far as they are.
    pub fn cassette(&self) -> Cassette {
        lock(&self.cassette).clone()
    }
}

impl Model for RecordingModel {
    fn name(&self) -> &str {
        self.model.name()
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let place = {
            let mut cassette = lock(&self.cassette);
            cassette.exchanges.push(Exchange {
                request: described(&request),
                events: Vec::new(),
            });
            cassette.exchanges.len().saturating_sub(1)
        };
        let cassette = Arc::clone(&self.cassette);
        Box::pin(self.model.stream(request).inspect(move |event| {
            let mut cassette = lock(&cassette);
            if let Some(exchange) = cassette.exchanges.get_mut(place) {
                exchange.events.push(recorded(event));
            }
        }))
    }
}

/// A model that answers as a cassette has it, without waiting. A request that is not the one recorded at its place is
/// an error that says where they part.
pub struct ReplayModel {
    name: String,
    exchanges: Mutex<(usize, VecDeque<Exchange>)>,
}

impl ReplayModel {
    /// Returns a model that plays `cassette`, under the name of the model that was recorded.
    pub fn new(name: impl Into<String>, cassette: Cassette) -> Self {
        Self {
            name: name.into(),
            exchanges: Mutex::new((0, cassette.exchanges.into())),
        }
    }

    fn next(&self, request: &ModelRequest) -> Result<Vec<Recorded>, ModelError> {
        let mut exchanges = lock(&self.exchanges);
        exchanges.0 = exchanges.0.saturating_add(1);
        let number = exchanges.0;
        let Some(exchange) = exchanges.1.pop_front() else {
            return Err(off_script(format!("request {number} was not recorded")));
        };
        let described = described(request);
        if exchange.request != described {
            let part = difference(&exchange.request, &described);
            return Err(off_script(format!(
                "request {number} is not the one recorded: {part} differs"
            )));
        }
        Ok(exchange.events)
    }
}

impl Model for ReplayModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let events = match self.next(&request) {
            Ok(recorded) => recorded.into_iter().map(replayed).collect(),
            Err(error) => vec![Err(error)],
        };
        Box::pin(stream::iter(events))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn recorded(event: &Result<ModelEvent, ModelError>) -> Recorded {
    match event {
        Ok(event) => Recorded::Event(event.clone()),
        Err(error) => Recorded::Error {
            kind: error.kind.clone(),
            message: error.message.clone(),
        },
    }
}

fn replayed(recorded: Recorded) -> Result<ModelEvent, ModelError> {
    match recorded {
        Recorded::Event(event) => Ok(event),
        Recorded::Error { kind, message } => Err(ModelError::new(kind, message)),
    }
}

fn described(request: &ModelRequest) -> Value {
    let tools = request.tools.iter().map(|tool| {
        json!({"name": tool.name, "description": tool.description, "parameters": tool.parameters})
    });
    json!({
        "model": request.model,
        "instructions": request.instructions,
        "input": request.input,
        "tools": tools.collect::<Vec<_>>(),
    })
}

/// Returns which part of two requests is not the same.
fn difference<'a>(one: &'a Value, other: &Value) -> &'a str {
    let members = one.as_object().into_iter().flatten();
    let mut parts = members.filter(|(key, value)| other.get(key.as_str()) != Some(value));
    parts.next().map_or("something", |(key, _)| key.as_str())
}

fn off_script(message: String) -> ModelError {
    ModelError::new(ErrorKind::Configuration, message)
}
