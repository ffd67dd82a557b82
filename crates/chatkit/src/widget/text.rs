//! Components that say or show something.

use serde::Serialize;

use super::icon::Icon as IconName;
use super::node::component;
use super::token::{
    BadgeColor, BadgeSize, BadgeVariant, CaptionSize, IconSize, ImageFit, ImagePosition, Radius,
    TextAlign, TextSize, TitleSize, Weight,
};
use super::value::{Around, Color, Count, Length};

/// How text can be changed in place.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Editable {
    /// By which name it goes along with actions.
    pub name: String,
    /// Whether it is focused at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_focus: Option<bool>,
    /// Whether it is selected when focused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_select: Option<bool>,
    /// What the browser may fill in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_complete: Option<String>,
    /// Whether password managers may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_autofill_extensions: Option<bool>,
    /// A regular expression that it must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What is shown while it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Whether it must not be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
}

/// Declares a component that is a line of text, with further props.
macro_rules! lines {
    ($($(#[$doc:meta])* $name:ident $wire:literal { $($(#[$prop_doc:meta])* $prop:ident: $type:ty => $prop_wire:literal,)* })*) => {
        $(
            component! {
                $(#[$doc])*
                $name $wire (value: String => "value") never {
                    $($(#[$prop_doc])* $prop: $type => $prop_wire,)*
                    /// Its colour.
                    color: Color => "color",
                    /// How bold it is.
                    weight: Weight => "weight",
                    /// Where it stands.
                    text_align: TextAlign => "textAlign",
                    /// Whether what does not fit is cut off with an ellipsis.
                    truncate: bool => "truncate",
                    /// After how many lines it is cut off.
                    max_lines: Count => "maxLines",
                }
            }
        )*
    };
}

lines! {
    /// Plain text. Text that streams needs an [`id`](Text::id).
    Text "Text" {
        /// Whether there is more to come.
        streaming: bool => "streaming",
        /// How large it is.
        size: TextSize => "size",
        /// Whether it is set in italics.
        italic: bool => "italic",
        /// Whether it is struck through.
        line_through: bool => "lineThrough",
        /// Its width.
        width: Length => "width",
        /// How many lines it takes at least.
        min_lines: Count => "minLines",
        /// How it can be changed in place.
        editable: Editable => "editable",
    }
    /// A heading.
    Title "Title" {
        /// How large it is.
        size: TitleSize => "size",
    }
    /// Small print.
    Caption "Caption" {
        /// How large it is.
        size: CaptionSize => "size",
    }
}

component! {
    /// Markdown. Markdown that streams needs an [`id`](Markdown::id).
    Markdown "Markdown" (value: String => "value") never {
        /// Whether there is more to come.
        streaming: bool => "streaming",
    }
}

component! {
    /// A small label.
    Badge "Badge" (label: String => "label") never {
        /// Its colour.
        color: BadgeColor => "color",
        /// How loud it is.
        variant: BadgeVariant => "variant",
        /// How large it is.
        size: BadgeSize => "size",
        /// Whether its ends are round.
        pill: bool => "pill",
    }
}

component! {
    /// A picture by its name.
    Icon "Icon" (name: IconName => "name") never {
        /// Its colour.
        color: Color => "color",
        /// How large it is.
        size: IconSize => "size",
    }
}

component! {
    /// An image by its URL.
    Image "Image" (src: String => "src") never {
        /// What it shows, for those who do not see it.
        alt: String => "alt",
        /// How it fills its frame.
        fit: ImageFit => "fit",
        /// Which part of it is seen.
        position: ImagePosition => "position",
        /// Whether it has a frame.
        frame: bool => "frame",
        /// Whether it reaches the edges.
        flush: bool => "flush",
        /// What is behind it.
        background: Color => "background",
        /// How much of the room that is left it takes.
        flex: Length => "flex",
        /// Its width.
        width: Length => "width",
        /// Its height.
        height: Length => "height",
        /// Its width and height.
        size: Length => "size",
        /// Its least width.
        min_width: Length => "minWidth",
        /// Its least height.
        min_height: Length => "minHeight",
        /// Its least width and height.
        min_size: Length => "minSize",
        /// Its most width.
        max_width: Length => "maxWidth",
        /// Its most height.
        max_height: Length => "maxHeight",
        /// Its most width and height.
        max_size: Length => "maxSize",
        /// Width over height: a number, or CSS such as `16/9`.
        aspect_ratio: Length => "aspectRatio",
        /// How round its corners are.
        radius: Radius => "radius",
        /// The space around it.
        margin: Around => "margin",
    }
}
