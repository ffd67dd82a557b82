use async_trait::async_trait;
use serde_json::Value;
use taskpilot_agent_runner::RunEvent;
use taskpilot_chatkit::{Annotation as ShownAnnotation, Source};
use taskpilot_model_client::{Annotation, CitedSource};

/// How parts of a run are shown that an application may want otherwise. Every method works as it is.
#[async_trait]
pub trait RunConverter: Send + Sync {
    /// Returns where an image is, `https:` or `data:`; `partial` counts the partial images, from 0, and is nothing for
    /// the whole one. By default it is in the URL itself, which thus stands in the thread: an application that keeps
    /// files stores the image and returns a link.
    async fn image_url(
        &self,
        image_id: &str,
        base64: &str,
        format: Option<&str>,
        partial: Option<u64>,
    ) -> String {
        let _ = (image_id, partial);
        format!("data:image/{};base64,{base64}", format.unwrap_or("png"))
    }

    /// Returns how far an image is with its partial image `index` (from 0), from 0 to 1; nothing if nobody knows, as
    /// by default, because only the application knows how many partial images it asked for.
    fn image_progress(&self, index: u64) -> Option<f64> {
        let _ = index;
        None
    }

    /// Returns a source of the text as it is shown, its mark after character `place` of the message; `None` leaves it
    /// out. By default, pages are shown by URL and title (the URL if there is none), and files by name (left out if
    /// there is none).
    fn citation(&self, annotation: &Annotation, place: Option<u64>) -> Option<ShownAnnotation> {
        let source = match &annotation.source {
            CitedSource::Url { url, title } => page(url, title),
            CitedSource::File { filename, .. } | CitedSource::ContainerFile { filename, .. } => {
                file(filename)?
            }
            _ => return None,
        };
        Some(ShownAnnotation::new(source, place))
    }

    /// Returns what is shown while a tool tells how far it is; by default its words, if it is words.
    fn progress(&self, tool: &str, value: &Value) -> Option<String> {
        let _ = tool;
        value.as_str().map(str::to_owned)
    }

    /// Returns what the step is called that stands for the agent of an inner run; by default the agent's name.
    fn nested_title(&self, event: &RunEvent) -> String {
        event.agent.to_string()
    }
}

/// Shows runs as every method of [`RunConverter`] does by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct DefaultRunConverter;

impl RunConverter for DefaultRunConverter {}

fn page(url: &str, title: &str) -> Source {
    Source::Url {
        title: if title.is_empty() { url } else { title }.to_owned(),
        url: url.to_owned(),
        attribution: None,
        description: None,
        timestamp: None,
        group: None,
    }
}

fn file(filename: &str) -> Option<Source> {
    (!filename.is_empty()).then(|| Source::File {
        title: filename.to_owned(),
        filename: filename.to_owned(),
        description: None,
        timestamp: None,
        group: None,
    })
}
