use serde_json::{Map, Value};
use taskpilot_chatkit::{Known, UserContent, UserMessage};

/// Something of the application's that a person mentioned with `@`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tag<'a> {
    /// Which.
    pub id: &'a str,
    /// What it is called, without the `@`.
    pub text: &'a str,
    /// The application's own.
    pub data: &'a Map<String, Value>,
    /// Tags of one group are offered together.
    pub group: Option<&'a str>,
    /// Whether it can be clicked.
    pub interactive: bool,
}

/// Returns the tags of a message in order, of those with the same text the first.
pub(super) fn of(message: &UserMessage) -> Vec<Tag<'_>> {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    for part in message.content.iter().filter_map(Known::typed) {
        if let UserContent::InputTag {
            id,
            text,
            data,
            group,
            interactive,
        } = part
            && tags.iter().all(|tag| tag.text != text)
        {
            tags.push(Tag {
                id,
                text,
                data,
                group: group.as_deref(),
                interactive: *interactive,
            });
        }
    }
    tags
}
