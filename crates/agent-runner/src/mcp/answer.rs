//! What a server's tool answered, as a tool of ours does.

use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};
use serde_json::Value;
use taskpilot_model_client::ContentPart;

use crate::tool::{ToolContext, ToolError, ToolOutput};

/// Returns structured content where there is some, and the texts otherwise; images and files are attached.
pub(super) fn read<Cx>(
    context: &ToolContext<Cx>,
    result: CallToolResult,
) -> Result<ToolOutput, ToolError> {
    let is_error = result.is_error.unwrap_or_default();
    let mut texts = Vec::new();
    for block in result.content {
        match block {
            ContentBlock::Text(text) => texts.push(text.text),
            ContentBlock::Image(image) => context.attach(ContentPart::Image {
                url: data_url(&image.mime_type, &image.data),
            }),
            ContentBlock::Audio(audio) => context.attach(ContentPart::File {
                name: "audio".to_owned(),
                url: data_url(&audio.mime_type, &audio.data),
            }),
            ContentBlock::Resource(embedded) => resource(context, embedded.resource, &mut texts),
            ContentBlock::ResourceLink(link) => {
                texts.push(format!("Resource {}: {}", link.name, link.uri));
            }
            _ => {}
        }
    }
    let text = texts.join("\n\n");
    if is_error {
        let said = match (text.is_empty(), result.structured_content) {
            (false, _) => text,
            (true, Some(value)) => value.to_string(),
            (true, None) => "the tool failed and did not say why".to_owned(),
        };
        return Err(ToolError::new("tool_failed", said));
    }
    let value = result.structured_content.unwrap_or(Value::String(text));
    Ok(value.into())
}

fn resource<Cx>(context: &ToolContext<Cx>, resource: ResourceContents, texts: &mut Vec<String>) {
    match resource {
        ResourceContents::TextResourceContents { text, .. } => texts.push(text),
        ResourceContents::BlobResourceContents {
            uri,
            mime_type,
            blob,
            ..
        } => {
            let kind = mime_type.as_deref().unwrap_or("application/octet-stream");
            context.attach(ContentPart::File {
                url: data_url(kind, &blob),
                name: uri,
            });
        }
        _ => {}
    }
}

fn data_url(kind: &str, base64: &str) -> String {
    format!("data:{kind};base64,{base64}")
}
