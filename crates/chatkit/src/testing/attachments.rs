use serde_json::json;

use super::{is_missing, thread};
use crate::attachment::Attachment;
use crate::error::Missing;
use crate::id::{AttachmentId, IdKind};
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
