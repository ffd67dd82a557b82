use std::collections::HashMap;

use taskpilot_chatkit::{
    Event, GeneratedImage as ImageItem, Image, ItemUpdate, StreamError, ThreadItem,
};
use taskpilot_model_client::GeneratedImage;

use super::converter::RunConverter;
use super::updated;
use crate::stage::Stage;

/// The images of a run that are not whole yet, by the provider's ids.
#[derive(Default)]
pub(super) struct Images(HashMap<String, ThreadItem>);

impl Images {
    pub(super) async fn begin<Cx: Send + Sync + 'static>(
        &mut self,
        stage: &Stage<Cx>,
        image_id: String,
    ) -> Result<(), StreamError> {
        let item = stage.item(&ImageItem::default())?;
        stage.send(Event::ItemAdded(item.clone())).await?;
        self.0.insert(image_id, item);
        Ok(())
    }

    pub(super) async fn update<Cx: Send + Sync + 'static>(
        &mut self,
        stage: &Stage<Cx>,
        converter: &dyn RunConverter,
        (image_id, index, base64): (&str, u64, &str),
    ) -> Result<(), StreamError> {
        let Some(item) = self.0.get(image_id) else {
            return Ok(());
        };
        let update = ItemUpdate::ImageUpdated {
            image: Image {
                id: image_id.to_owned(),
                url: converter
                    .image_url(image_id, base64, None, Some(index))
                    .await,
            },
            progress: converter.image_progress(index).map(|it| it.clamp(0.0, 1.0)),
        };
        stage.send(updated(item.id(), update)).await
    }

    pub(super) async fn end<Cx: Send + Sync + 'static>(
        &mut self,
        stage: &Stage<Cx>,
        converter: &dyn RunConverter,
        image: GeneratedImage,
    ) -> Result<(), StreamError> {
        let GeneratedImage {
            image_id,
            base64,
            format,
        } = image;
        let item = match self.0.remove(&image_id) {
            Some(item) => item,
            None => stage.item(&ImageItem::default())?,
        };
        let url = converter.image_url(&image_id, &base64, format.as_deref(), None);
        let image = Image {
            url: url.await,
            id: image_id,
        };
        let done = item
            .with_fields(|fields| fields.set("image", &image))
            .map_err(StreamError::failed)?;
        stage.send(Event::ItemDone(done)).await
    }

    /// Takes back what will not be whole.
    pub(super) async fn give_up<Cx: Send + Sync + 'static>(
        &mut self,
        stage: &Stage<Cx>,
    ) -> Result<(), StreamError> {
        for (_, item) in self.0.drain() {
            stage.send(Event::ItemRemoved(item.id().clone())).await?;
        }
        Ok(())
    }

    /// Forgets what was taken back already.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}
