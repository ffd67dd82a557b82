use std::pin::pin;

use futures_core::Stream;
use futures_util::StreamExt as _;

use crate::emit::Emitter;
use crate::error::StreamError;
use crate::event::{Event, ItemUpdate};
use crate::item::{ThreadItem, WidgetItem};
use crate::turn::Turn;
use crate::widget::{WidgetRoot, diff};

impl Emitter {
    /// Shows a widget that is complete, and returns its item.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which widgets always can.
    pub async fn widget<Cx: Send + Sync + 'static>(
        &self,
        turn: &Turn<Cx>,
        widget: impl Into<WidgetRoot>,
        copy_text: Option<String>,
    ) -> Result<ThreadItem, StreamError> {
        let body = WidgetItem {
            widget: widget.into(),
            copy_text,
        };
        let item = turn.new_item(&body).map_err(StreamError::failed)?;
        self.send(Event::ItemDone(item.clone())).await;
        Ok(item)
    }

    /// Shows a widget while it changes: each of `states` is the whole widget, the last one is stored. Returns its item;
    /// none if there are no states.
    ///
    /// # Errors
    /// If a state cannot be written as JSON, which widgets always can.
    pub async fn widget_states<Cx: Send + Sync + 'static>(
        &self,
        turn: &Turn<Cx>,
        states: impl Stream<Item = WidgetRoot>,
        copy_text: Option<String>,
    ) -> Result<Option<ThreadItem>, StreamError> {
        let mut states = pin!(states);
        let Some(mut shown) = states.next().await else {
            return Ok(None);
        };
        let body = |widget: &WidgetRoot| WidgetItem {
            widget: widget.clone(),
            copy_text: copy_text.clone(),
        };
        let begun = turn.new_item(&body(&shown)).map_err(StreamError::failed)?;
        self.send(Event::ItemAdded(begun.clone())).await;
        while let Some(state) = states.next().await {
            for update in diff(&shown, &state) {
                self.send(Event::ItemUpdated {
                    item_id: begun.id().clone(),
                    update: ItemUpdate::Widget(update),
                })
                .await;
            }
            shown = state;
        }
        let done = begun
            .with_fields(|fields| fields.set("widget", &shown))
            .map_err(StreamError::failed)?;
        self.send(Event::ItemDone(done.clone())).await;
        Ok(Some(done))
    }
}
