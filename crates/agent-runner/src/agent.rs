use std::sync::Arc;

use taskpilot_model_client::{Model, ToolSpec};

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

impl<Cx> Agent<Cx> {
    /// Returns what the model is told of the tools, in their order; of tools with the same name only the first counts.
    ///
    /// A server that makes many agents with the same tools keeps this once and shares it through
    /// [`RunOptions::request`](crate::RunOptions::request), which saves a copy of all schemas per run.
    pub fn tool_specs(&self) -> Arc<[ToolSpec]> {
        let mut specs: Vec<ToolSpec> = Vec::with_capacity(self.tools.len());
        for tool in &self.tools {
            let spec = tool.spec();
            if specs.iter().all(|other| other.name != spec.name) {
                specs.push(spec.clone());
            }
        }
        specs.into()
    }
}
