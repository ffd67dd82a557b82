//! Requests that one JSON document answers.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::Engine;
use crate::error::RequestError;
use crate::id::ThreadId;
use crate::item::{ClientItem, ThreadItem};
use crate::page::{DEFAULT_LIMIT, Order, Page, PageRequest};
use crate::request::{NewAttachment, PlainOperation};
use crate::thread::{ClientThread, Thread};

/// Longest title of a thread, in characters, so that lists stay lists.
const MOST_TITLE: usize = 500;

/// Does what is asked, and returns the document that says so.
pub(super) async fn answer<Cx: Send + Sync + 'static>(
    engine: &Engine<Cx>,
    operation: PlainOperation,
    context: Arc<Cx>,
) -> Result<Vec<u8>, RequestError> {
    let (store, server) = (&engine.store, &engine.server);
    match operation {
        PlainOperation::GetThread { thread_id } => {
            let thread = store.load_thread(&thread_id, &context).await?;
            let page = PageRequest::first(DEFAULT_LIMIT, Order::Asc);
            let items = store.load_items(&thread_id, &page, &context).await?;
            write(&ClientThread {
                thread: &thread,
                items: shown(&items),
            })
        }
        PlainOperation::ListThreads(page) => {
            let threads = store.load_threads(&page, &context).await?;
            write(&Page {
                data: threads
                    .data
                    .iter()
                    .map(ClientThread::without_items)
                    .collect(),
                has_more: threads.has_more,
                after: threads.after,
            })
        }
        PlainOperation::UpdateThread { thread_id, title } => {
            let thread = rename(engine, &thread_id, title, &context).await?;
            write(&ClientThread::without_items(&thread))
        }
        PlainOperation::DeleteThread { thread_id } => {
            delete(engine, &thread_id, &context).await?;
            Ok(DONE.to_vec())
        }
        PlainOperation::SyncCustomAction {
            thread_id,
            item_id,
            action,
        } => {
            let thread = store.load_thread(&thread_id, &context).await?;
            let sender = engine
                .sender(&thread_id, item_id.as_ref(), &context)
                .await?;
            let turn = engine.turn(thread, &context);
            let updated = server.sync_action(turn.clone(), action, sender).await?;
            let mut unseen = 0;
            if let Some(thread) = turn.changed_since(&mut unseen) {
                store.save_thread(&thread, &context).await?;
            }
            let updated = updated.filter(|item| !item.kind().is_hidden());
            match &updated {
                Some(item) => write(&json_object("updated_item", &ClientItem(item))?),
                None => Ok(DONE.to_vec()),
            }
        }
        PlainOperation::ListItems { thread_id, page } => {
            let items = store.load_items(&thread_id, &page, &context).await?;
            write(&shown(&items))
        }
        PlainOperation::Feedback {
            thread_id,
            item_ids,
            kind,
        } => {
            let thread = store.load_thread(&thread_id, &context).await?;
            server
                .add_feedback(&thread, &item_ids, kind, &context)
                .await?;
            Ok(DONE.to_vec())
        }
        PlainOperation::CreateAttachment(new) => announce(engine, &new, &context).await,
        PlainOperation::DeleteAttachment { attachment_id } => {
            let bytes = attachments(engine)?;
            // Whose it is, only the store knows.
            store.load_attachment(&attachment_id, &context).await?;
            bytes.delete_attachment(&attachment_id, &context).await?;
            store.delete_attachment(&attachment_id, &context).await?;
            Ok(DONE.to_vec())
        }
        PlainOperation::Transcribe(audio) => {
            let text = server.transcribe(audio, &context).await?;
            write(&json!({ "text": text }))
        }
    }
}

/// Deletes a thread; its answer, if there is one, stops.
async fn delete<Cx: Send + Sync + 'static>(
    engine: &Engine<Cx>,
    id: &ThreadId,
    context: &Cx,
) -> Result<(), RequestError> {
    // Asked for while there is the thread, which may be what the key is made of.
    let key = engine.server.run_key(id, context).await?;
    engine.store.delete_thread(id, context).await?;
    if let Err(error) = engine.runs.stop(&key).await {
        // The answer will find that the thread is gone.
        tracing::warn!(%error, "the answer of a deleted thread could not be stopped");
    }
    Ok(())
}

async fn rename<Cx: Send + Sync + 'static>(
    engine: &Engine<Cx>,
    id: &ThreadId,
    title: String,
    context: &Cx,
) -> Result<Thread, RequestError> {
    if title.chars().count() > MOST_TITLE {
        return Err(RequestError::Invalid {
            field: Some("params.title".into()),
            message: format!("must have at most {MOST_TITLE} characters"),
        });
    }
    let mut thread = engine.store.load_thread(id, context).await?;
    thread.title = Some(title);
    engine.store.save_thread(&thread, context).await?;
    Ok(thread)
}

async fn announce<Cx: Send + Sync + 'static>(
    engine: &Engine<Cx>,
    new: &NewAttachment,
    context: &Cx,
) -> Result<Vec<u8>, RequestError> {
    let attachment = attachments(engine)?.create_attachment(new, context).await?;
    engine.store.save_attachment(&attachment, context).await?;
    write(&attachment.for_client())
}

fn attachments<Cx>(
    engine: &Engine<Cx>,
) -> Result<&dyn crate::attachment_store::AttachmentStore<Cx>, RequestError> {
    engine
        .attachments
        .as_deref()
        .ok_or_else(|| RequestError::Unsupported("this server takes no attachments".into()))
}

/// Leaves out what clients never see. A page may so hold fewer rows than asked for, while there are more.
fn shown(items: &Page<ThreadItem>) -> Page<ClientItem<'_>> {
    let seen = items.data.iter().filter(|item| !item.kind().is_hidden());
    Page {
        data: seen.map(ClientItem).collect(),
        has_more: items.has_more,
        after: items.after.clone(),
    }
}

fn json_object(name: &str, value: &impl Serialize) -> Result<crate::json::RawObject, RequestError> {
    let mut object = crate::json::RawObject::new();
    object
        .set(name, value)
        .map_err(|error| RequestError::Handler(error.into()))?;
    Ok(object)
}

/// Nothing but that it is done.
const DONE: &[u8] = b"{}";

fn write(document: &impl Serialize) -> Result<Vec<u8>, RequestError> {
    serde_json::to_vec(document).map_err(|error| RequestError::Handler(error.into()))
}
