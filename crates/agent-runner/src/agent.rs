use std::sync::Arc;

use taskpilot_model_client::Model;

use crate::tool::Tool;

/// A model with instructions and tools; a plain value that many runs share.
pub struct Agent<Cx> {
    /// Its name, in events and logs.
    pub name: Arc<str>,
    /// What it is told before everything else.
    pub instructions: Option<String>,
    /// What answers.
    pub model: Arc<dyn Model>,
    /// What the model may call.
    pub tools: Vec<Arc<dyn Tool<Cx>>>,
}
