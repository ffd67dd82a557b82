use serde_json::json;

use super::{is_missing, thread};
use crate::attachment::{Attachment, UploadDescriptor};
use crate::attachment_store::AttachmentStore;
use crate::error::Missing;
use crate::id::{AttachmentId, IdKind};
use crate::request::NewAttachment;
use crate::store::Store;

pub(super) async fn are_kept_and_deleted<Cx: Send + Sync>(
    store: &dyn Store<Cx>,
    one: &Cx,
    other: &Cx,
) {
    let id = AttachmentId::new(&IdKind::Attachment.random());
    let url = "https://example.com/small";
    let mut attachment = Attachment::image(id.clone(), "cat.png", "image/png", url);
    attachment.metadata = json!({"path": "a/b", "none": null}).as_object().cloned();
    store.save_attachment(&attachment, one).await.unwrap();
    let loaded = store.load_attachment(&id, one).await.unwrap();
    assert_eq!(loaded, attachment);
    let stolen = store.load_attachment(&id, other).await;
    assert!(is_missing(&stolen, Missing::Attachment), "{stolen:?}");
    attachment.thread_id = Some(thread(store, one, 0).await.id);
    store.save_attachment(&attachment, one).await.unwrap();
    let loaded = store.load_attachment(&id, one).await.unwrap();
    assert_eq!(loaded, attachment);
    store.delete_attachment(&id, one).await.unwrap();
    let gone = store.load_attachment(&id, one).await;
    assert!(is_missing(&gone, Missing::Attachment), "{gone:?}");
    store.delete_attachment(&id, one).await.unwrap();
}

pub(super) async fn are_announced_apart<Cx: Send + Sync>(store: &dyn AttachmentStore<Cx>, cx: &Cx) {
    let mut places: Vec<(AttachmentId, UploadDescriptor)> = Vec::new();
    for new in [text(), text(), picture()] {
        let announced = store.create_attachment(&new, cx).await.unwrap();
        assert_eq!(announced.name, new.name);
        assert_eq!(announced.mime_type, new.mime_type);
        let place = announced.upload_descriptor.unwrap();
        assert!(!place.url.is_empty());
        let is_taken = places
            .iter()
            .any(|(id, other)| *id == announced.id || other.url == place.url);
        assert!(!is_taken, "{} at {}", announced.id, place.url);
        places.push((announced.id, place));
    }
    for (id, _) in &places {
        store.delete_attachment(id, cx).await.unwrap();
    }
}

pub(super) async fn are_deleted_without_complaint<Cx: Send + Sync>(
    store: &dyn AttachmentStore<Cx>,
    cx: &Cx,
) {
    let announced = store.create_attachment(&text(), cx).await.unwrap();
    // Its bytes never came; and again; and what never was.
    let never = store.new_attachment_id("text/plain", cx);
    for id in [&announced.id, &announced.id, &never] {
        store.delete_attachment(id, cx).await.unwrap();
    }
}

fn text() -> NewAttachment {
    NewAttachment {
        name: "notes.txt".into(),
        size: 12,
        mime_type: "text/plain".into(),
    }
}

fn picture() -> NewAttachment {
    NewAttachment {
        name: "cat.png".into(),
        size: 4_096,
        mime_type: "image/png".into(),
    }
}
