//! Attachments: announced, sent with a message, deleted.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::json;

use super::support::{chat, input, say};
use crate::*;

/// Says where to send bytes, and remembers what was deleted.
#[derive(Default)]
struct Bytes(Mutex<Vec<AttachmentId>>);

#[async_trait]
impl AttachmentStore<String> for Bytes {
    async fn create_attachment(
        &self,
        new: &NewAttachment,
        context: &String,
    ) -> Result<Attachment, StoreError> {
        let id = self.new_attachment_id(&new.mime_type, context);
        let mut attachment = Attachment::file(id, new.name.clone(), new.mime_type.clone());
        attachment.metadata = json!({"path": "/secret"}).as_object().cloned();
        attachment.upload_descriptor = Some(UploadDescriptor {
            url: format!("https://example.com/up/{}", attachment.id),
            method: UploadMethod::Put,
            headers: [("X-Size".to_owned(), new.size.to_string())].into(),
        });
        Ok(attachment)
    }

    async fn delete_attachment(
        &self,
        id: &AttachmentId,
        _context: &String,
    ) -> Result<(), StoreError> {
        self.0.lock().unwrap().push(id.clone());
        Ok(())
    }
}

#[tokio::test]
async fn the_store_of_these_tests_passes_the_suite() {
    let bytes = Bytes::default();
    testing::attachment_store_suite(&bytes, &"ada".to_owned()).await;
}

#[tokio::test]
async fn an_attachment_is_announced_sent_and_deleted() {
    let bytes = Arc::new(Bytes::default());
    let mut chat = chat(|turn, message| {
        emit(move |out| async move {
            let name = message.unwrap().message.attachments[0].name.clone();
            say(&turn, &out, &name).await
        })
    });
    chat.chatkit = chat.chatkit.with_attachments(bytes.clone());
    let announced = chat
        .json(
            "attachments.create",
            json!({"name": "a.txt", "size": 3, "mime_type": "text/plain"}),
        )
        .await
        .unwrap();
    assert_eq!(
        announced["upload_descriptor"],
        json!({"url": format!("https://example.com/up/{}", announced["id"].as_str().unwrap()), "method": "PUT", "headers": {"X-Size": "3"}})
    );
    assert_eq!(announced.get("metadata"), None);

    let mut message = input("look");
    message["attachments"] = json!([announced["id"]]);
    let events = chat
        .stream("threads.create", json!({"input": message}))
        .await;
    let sent = &events[1]["item"]["attachments"][0];
    assert_eq!(sent["thread_id"], events[0]["thread"]["id"]);
    assert_eq!(sent.get("metadata"), None, "{sent}");
    assert_eq!(
        events.last().unwrap()["item"]["content"][0]["text"],
        "a.txt"
    );

    let id = AttachmentId::new(announced["id"].as_str().unwrap());
    let ada = "ada".to_owned();
    let kept = chat.store.load_attachment(&id, &ada).await.unwrap();
    assert!(kept.metadata.is_some(), "the server keeps its notes");
    assert!(kept.thread_id.is_some());

    let body = json!({"type": "attachments.delete", "params": {"attachment_id": id}}).to_string();
    let stolen = chat
        .chatkit
        .process(body.as_bytes(), "bob".to_owned())
        .await;
    assert_eq!(stolen.unwrap_err().status(), 404);
    assert!(
        bytes.0.lock().unwrap().is_empty(),
        "nobody deletes the bytes of others"
    );
    let deleted = chat
        .json("attachments.delete", json!({"attachment_id": id}))
        .await;
    assert_eq!(deleted.unwrap(), json!({}));
    assert_eq!(bytes.0.lock().unwrap().first(), Some(&id));
    assert!(chat.store.load_attachment(&id, &ada).await.is_err());
}
