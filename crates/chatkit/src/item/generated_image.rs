use serde::{Deserialize, Serialize};

use super::{ItemBody, ItemKind};

/// An image that a model made, or makes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GeneratedImage {
    /// The image, once there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image: Option<Image>,
}

impl ItemBody for GeneratedImage {
    const KIND: ItemKind = ItemKind::GeneratedImage;
}

/// An image, by URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// Where it is: `https:` or `data:`.
    pub url: String,
}
