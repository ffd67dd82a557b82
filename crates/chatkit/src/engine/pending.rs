use crate::event::{Event, ItemUpdate};
use crate::id::ItemId;
use crate::item::{AssistantMessage, GeneratedImage, OutputText, ThreadItem, WorkflowItem};
use crate::known::Known;

/// The items that began and are not done, as far as they came.
#[derive(Debug, Default)]
pub(super) struct Pending(Vec<PendingItem>);

#[derive(Debug)]
struct PendingItem {
    /// As it began.
    item: ThreadItem,
    /// What has become of it; none if that does not matter or is not understood.
    draft: Draft,
}

#[derive(Debug)]
enum Draft {
    Message(AssistantMessage),
    Workflow(WorkflowItem),
    Image(GeneratedImage),
    AsItBegan,
}

impl Draft {
    fn of(item: &ThreadItem) -> Self {
        // What cannot be read cannot be updated, and is kept as it began.
        if let Ok(Some(message)) = item.read() {
            return Self::Message(message);
        }
        if let Ok(Some(workflow)) = item.read() {
            return Self::Workflow(workflow);
        }
        if let Ok(Some(image)) = item.read() {
            return Self::Image(image);
        }
        Self::AsItBegan
    }
}

impl Pending {
    /// Folds one event in.
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::ItemAdded(item) => {
                self.forget(item.id());
                self.0.push(PendingItem {
                    draft: Draft::of(item),
                    item: item.clone(),
                });
            }
            Event::ItemUpdated { item_id, update } => {
                let pending = self.0.iter_mut().find(|it| it.item.id() == item_id);
                if let Some(pending) = pending {
                    pending.update(update);
                }
            }
            Event::ItemDone(item) | Event::ItemReplaced(item) => self.forget(item.id()),
            Event::ItemRemoved(id) => self.forget(id),
            _ => {}
        }
    }

    /// Notes that an item is about to be stored whole: if that is cut short, this is what there is of it.
    pub(super) fn complete(&mut self, item: &ThreadItem) {
        self.forget(item.id());
        self.0.push(PendingItem {
            item: item.clone(),
            draft: Draft::AsItBegan,
        });
    }

    fn forget(&mut self, id: &ItemId) {
        self.0.retain(|pending| pending.item.id() != id);
    }

    /// Returns the items as far as they came, in the order in which they began.
    pub(super) fn into_items(self) -> Vec<ThreadItem> {
        self.0.into_iter().map(PendingItem::into_item).collect()
    }
}

impl PendingItem {
    fn update(&mut self, update: &ItemUpdate) {
        match (&mut self.draft, update) {
            (Draft::Message(message), update) => update_message(message, update),
            (Draft::Workflow(item), ItemUpdate::TaskAdded { task, .. }) => {
                item.workflow.tasks.push(Known::Typed((**task).clone()));
            }
            (Draft::Workflow(item), ItemUpdate::TaskUpdated { task_index, task }) => {
                if let Some(old) = item.workflow.tasks.get_mut(*task_index) {
                    *old = Known::Typed((**task).clone());
                }
            }
            (Draft::Image(draft), ItemUpdate::ImageUpdated { image, .. }) => {
                draft.image = Some(image.clone());
            }
            _ => {}
        }
    }

    fn into_item(self) -> ThreadItem {
        let item = self.item;
        let updated = match &self.draft {
            Draft::Message(message) => item.with_fields(|it| it.set("content", &message.content)),
            Draft::Workflow(draft) => item.with_fields(|it| it.set("workflow", &draft.workflow)),
            Draft::Image(draft) => item.with_fields(|it| it.set("image", &draft.image)),
            Draft::AsItBegan => return item,
        };
        // Only what was read as JSON is written as JSON.
        updated.unwrap_or(item)
    }
}

fn update_message(message: &mut AssistantMessage, update: &ItemUpdate) {
    match update {
        ItemUpdate::ContentPartAdded {
            content_index,
            content,
        } => {
            if let Some(part) = part(message, *content_index) {
                *part = content.clone();
            }
        }
        ItemUpdate::ContentPartDone {
            content_index,
            content,
        } => {
            if let Some(part) = part(message, *content_index) {
                // The end of a part often comes without the annotations that came one by one.
                let annotations = std::mem::take(&mut part.annotations);
                *part = content.clone();
                if part.annotations.is_empty() {
                    part.annotations = annotations;
                }
            }
        }
        ItemUpdate::TextDelta {
            content_index,
            delta,
        } => {
            if let Some(part) = part(message, *content_index) {
                part.text.push_str(delta);
            }
        }
        ItemUpdate::AnnotationAdded {
            content_index,
            annotation_index,
            annotation,
        } => {
            if let Some(part) = part(message, *content_index) {
                let at = (*annotation_index).min(part.annotations.len());
                part.annotations.insert(at, (**annotation).clone());
            }
        }
        _ => {}
    }
}

/// The most parts that a message may have: an index is a number from elsewhere.
const MOST_PARTS: usize = 1_000;

/// Returns a part, with empty ones before it if they are missing.
fn part(message: &mut AssistantMessage, index: usize) -> Option<&mut OutputText> {
    if index >= MOST_PARTS {
        return None;
    }
    let missing = index
        .saturating_add(1)
        .saturating_sub(message.content.len());
    let empty = std::iter::repeat_with(|| OutputText::new("")).take(missing);
    message.content.extend(empty);
    message.content.get_mut(index)
}
