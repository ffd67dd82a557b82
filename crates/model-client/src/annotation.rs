use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a part of a text comes from, as the provider says.
///
/// Positions count Unicode characters. In [`OutputItem::Message`](crate::OutputItem::Message) they count from the
/// beginning of that message; in [`ModelEvent::Annotation`](crate::ModelEvent::Annotation) from the beginning of all
/// text of the answer, which is what its [`TextDelta`](crate::ModelEvent::TextDelta)s amount to together. Providers
/// are not checked: a position may lie beyond the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// What is cited.
    pub source: CitedSource,
    /// The first character that the source is cited for, if the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u64>,
    /// The first character after them, or where a mark belongs, if the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
}

/// What an [`Annotation`] cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum CitedSource {
    /// A web page (`url_citation`).
    Url {
        /// Where it is.
        url: String,
        /// What it is called; possibly nothing.
        title: String,
    },
    /// A file that was searched (`file_citation`).
    File {
        /// The provider's id of it.
        file_id: String,
        /// Its name; possibly nothing.
        filename: String,
    },
    /// A file that code made or read in a container (`container_file_citation`).
    ContainerFile {
        /// The provider's id of the container.
        container_id: String,
        /// The provider's id of the file.
        file_id: String,
        /// Its name; possibly nothing.
        filename: String,
    },
}

impl Annotation {
    /// Reads an annotation of either API; `None` for kinds that cite nothing (`file_path`) or are not known.
    pub(crate) fn read(wire: &Value) -> Option<Self> {
        let kind = wire.get("type").and_then(Value::as_str)?;
        // Chat Completions nests what Responses does not.
        let fields = wire.get(kind).filter(|it| it.is_object()).unwrap_or(wire);
        let text = |key: &str| {
            let text = fields.get(key).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let place = |key: &str| fields.get(key).and_then(Value::as_u64);
        let (source, start, end) = match kind {
            "url_citation" => {
                let (url, title) = (text("url"), text("title"));
                let source = CitedSource::Url { url, title };
                (source, place("start_index"), place("end_index"))
            }
            "file_citation" => {
                let (file_id, filename) = (text("file_id"), text("filename"));
                let source = CitedSource::File { file_id, filename };
                (source, None, place("index"))
            }
            "container_file_citation" => {
                let source = CitedSource::ContainerFile {
                    container_id: text("container_id"),
                    file_id: text("file_id"),
                    filename: text("filename"),
                };
                (source, place("start_index"), place("end_index"))
            }
            _ => return None,
        };
        Some(Self { source, start, end })
    }

    /// Returns the annotation as it is in a longer text, `characters` of which come before.
    #[must_use]
    pub fn behind(mut self, characters: u64) -> Self {
        let shift = |place: &mut u64| *place = place.saturating_add(characters);
        self.start.iter_mut().for_each(shift);
        self.end.iter_mut().for_each(shift);
        self
    }
}

/// Counts the characters of a text, as annotations do.
pub(crate) fn characters(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_kinds_of_both_apis_are_read() {
        let read = [
            json!({"type": "url_citation", "url": "u", "title": "t", "start_index": 1, "end_index": 4}),
            json!({"type": "url_citation", "url_citation": {"url": "u", "title": "t", "start_index": 1, "end_index": 4}}),
            json!({"type": "file_citation", "file_id": "f", "filename": "n", "index": 9}),
            json!({"type": "container_file_citation", "container_id": "c", "file_id": "f", "filename": "n", "start_index": 0, "end_index": 2}),
        ]
        .map(|wire| Annotation::read(&wire).unwrap());
        assert_eq!(read[0], read[1]);
        assert_eq!((read[0].start, read[0].end), (Some(1), Some(4)));
        assert_eq!((read[2].start, read[2].end), (None, Some(9)));
        insta::assert_json_snapshot!(read);
    }

    #[test]
    fn what_cites_nothing_is_left_out() {
        for wire in [
            json!({"type": "file_path", "file_id": "f", "index": 1}),
            json!({"type": "new_kind"}),
            json!("text"),
            json!({"url": "u"}),
        ] {
            assert_eq!(Annotation::read(&wire), None, "{wire}");
        }
    }

    #[test]
    fn places_that_are_no_numbers_are_not_known() {
        let wire = json!({"type": "url_citation", "url": "u", "start_index": -1, "end_index": "4"});
        let read = Annotation::read(&wire).unwrap();
        assert_eq!((read.start, read.end), (None, None));
        assert_eq!(read.behind(3).end, None);
    }
}
