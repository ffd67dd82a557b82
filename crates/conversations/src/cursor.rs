use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::conversation::ConversationId;
use crate::message::MessageId;
use crate::query::{ConversationCursor, MessageCursor};

/// The form of cursors written now; others are refused, so that a change of form is never misread.
const VERSION: u8 = 1;

/// Longest text that is looked at; a genuine cursor has about 70 bytes.
const MAX_BYTES: usize = 256;

/// The text is not a cursor of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not valid")]
pub struct InvalidCursor;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConversationWire {
    v: u8,
    updated_us: i64,
    conversation: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageWire {
    v: u8,
    message: i64,
}

impl ConversationCursor {
    /// Returns the cursor as opaque text that is safe in a URL; times are kept to the microsecond.
    pub fn encode(&self) -> String {
        to_text(&ConversationWire {
            v: VERSION,
            updated_us: self.updated_at.as_microsecond(),
            conversation: self.id.get(),
        })
    }

    /// Reads a cursor that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// [`InvalidCursor`] for every other text.
    pub fn decode(text: &str) -> Result<Self, InvalidCursor> {
        let wire: ConversationWire = from_text(text)?;
        let updated_at = Timestamp::from_microsecond(wire.updated_us);
        match (wire.v, updated_at) {
            (VERSION, Ok(updated_at)) => Ok(Self {
                updated_at,
                id: ConversationId::new(wire.conversation),
            }),
            _ => Err(InvalidCursor),
        }
    }
}

impl MessageCursor {
    /// Returns the cursor as opaque text that is safe in a URL.
    pub fn encode(&self) -> String {
        to_text(&MessageWire {
            v: VERSION,
            message: self.id.get(),
        })
    }

    /// Reads a cursor that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// [`InvalidCursor`] for every other text.
    pub fn decode(text: &str) -> Result<Self, InvalidCursor> {
        let wire: MessageWire = from_text(text)?;
        if wire.v != VERSION {
            return Err(InvalidCursor);
        }
        Ok(Self {
            id: MessageId::new(wire.message),
        })
    }
}

fn to_text(wire: &impl Serialize) -> String {
    // A struct of integers always serializes; an empty text would be refused by `decode`.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(wire).unwrap_or_default())
}

fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, InvalidCursor> {
    if text.len() > MAX_BYTES {
        return Err(InvalidCursor);
    }
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidCursor)?;
    serde_json::from_slice(&json).map_err(|_| InvalidCursor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_conversation_cursor_comes_back_as_it_was(
            micros in -377_705_023_201_000_000_i64..=253_402_207_200_999_999,
            id: i64,
        ) {
            let cursor = ConversationCursor {
                updated_at: Timestamp::from_microsecond(micros).unwrap(),
                id: ConversationId::new(id),
            };
            prop_assert_eq!(ConversationCursor::decode(&cursor.encode()), Ok(cursor));
        }

        #[test]
        fn a_message_cursor_comes_back_as_it_was(id: i64) {
            let cursor = MessageCursor { id: MessageId::new(id) };
            prop_assert_eq!(MessageCursor::decode(&cursor.encode()), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            let _ = ConversationCursor::decode(&text);
            let _ = MessageCursor::decode(&text);
        }

        #[test]
        fn any_json_is_read_or_refused(json in r#"\{"v":-?[0-9]{1,20},"(updated_us|message|conversation)":-?[0-9]{1,25}\}"#) {
            let text = URL_SAFE_NO_PAD.encode(json);
            prop_assert_eq!(ConversationCursor::decode(&text), Err(InvalidCursor));
            let _ = MessageCursor::decode(&text);
        }
    }

    #[test]
    fn foreign_and_forged_cursors_are_refused() {
        let message = MessageCursor {
            id: MessageId::new(7),
        };
        let conversation = ConversationCursor {
            updated_at: Timestamp::UNIX_EPOCH,
            id: ConversationId::new(7),
        };
        assert_eq!(
            ConversationCursor::decode(&message.encode()),
            Err(InvalidCursor)
        );
        assert_eq!(
            MessageCursor::decode(&conversation.encode()),
            Err(InvalidCursor)
        );
        for json in [
            "",
            "7",
            "null",
            r#"{"v":2,"message":7}"#,
            r#"{"v":1,"message":"7"}"#,
            r#"{"v":1,"message":7,"x":0}"#,
            r#"{"v":1,"message":99999999999999999999}"#,
        ] {
            let text = URL_SAFE_NO_PAD.encode(json);
            assert_eq!(MessageCursor::decode(&text), Err(InvalidCursor), "{json}");
        }
        let beyond =
            URL_SAFE_NO_PAD.encode(r#"{"v":1,"updated_us":9223372036854775807,"conversation":1}"#);
        assert_eq!(ConversationCursor::decode(&beyond), Err(InvalidCursor));
        assert_eq!(
            MessageCursor::decode(&"e30".repeat(1_000)),
            Err(InvalidCursor)
        );
    }
}
