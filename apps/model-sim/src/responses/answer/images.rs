//! Images that the provider makes itself.

use bytes::Bytes;
use serde_json::{Map, Value};
use taskpilot_model_client::GeneratedImage;

use super::Writer;
use crate::responses::items::{Item, Kind, Status};

impl Writer {
    pub(super) fn begin_image(&mut self, image_id: String, frames: &mut Vec<Bytes>) {
        self.close_spoken(frames);
        let index = self.open_item(Item::new(image_id, Kind::Image), frames);
        for step in ["in_progress", "generating"] {
            let event = self.place(index);
            frames.push(self.image_frame(step, event));
        }
    }

    pub(super) fn show_image(
        &mut self,
        image_id: &str,
        number: u64,
        base64: &str,
        frames: &mut Vec<Bytes>,
    ) {
        let Some(index) = self.image(image_id) else {
            return;
        };
        let mut event = self.place(index);
        event.insert("partial_image_index".to_owned(), number.into());
        event.insert("partial_image_b64".to_owned(), base64.into());
        frames.push(self.image_frame("partial_image", event));
    }

    pub(super) fn end_image(&mut self, image: GeneratedImage, frames: &mut Vec<Bytes>) {
        let Some(index) = self.image(&image.image_id) else {
            return;
        };
        if let Some(item) = self.items.get_mut(index) {
            item.text = image.base64;
        }
        self.close(index, Status::Completed, frames);
    }

    fn image(&self, image_id: &str) -> Option<usize> {
        let is_it = |item: &Item| item.kind == Kind::Image && item.id == image_id;
        self.items.iter().position(is_it)
    }

    fn image_frame(&mut self, step: &str, event: Map<String, Value>) -> Bytes {
        self.frame(
            &format!("response.image_generation_call.{step}"),
            event.into(),
        )
    }
}
