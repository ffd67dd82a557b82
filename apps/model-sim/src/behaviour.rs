use std::fmt;
use std::sync::Arc;

use taskpilot_demo_model::DemoModel;
use taskpilot_model_client::Model;

use crate::script::Script;
use crate::text::TextOptions;

/// What answers.
#[derive(Clone)]
#[non_exhaustive]
pub enum Behaviour {
    /// A model of this program.
    Model(Arc<dyn Model>),
    /// Meaningless text, for load tests.
    Text(TextOptions),
    /// Replies and faults that somebody wrote down.
    Script(Script),
}

impl Behaviour {
    /// Returns the rule-based model that keeps a to-do list.
    pub fn demo() -> Self {
        Self::Model(Arc::new(DemoModel::new()))
    }
}

impl fmt::Debug for Behaviour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(model) => formatter.debug_tuple("Model").field(&model.name()).finish(),
            Self::Text(options) => formatter.debug_tuple("Text").field(options).finish(),
            Self::Script(script) => formatter.debug_tuple("Script").field(script).finish(),
        }
    }
}
