//! Components that hold others.

use super::action::Action;
use super::icon::Icon;
use super::node::{component, root};
use super::token::{Align, CardSize, Direction, Justify, Radius, Theme, Wrap};
use super::value::{AnyBorder, Around, Color, Length};
use serde::Serialize;

/// A line above a widget that says what it is or how it stands.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WidgetStatus {
    /// The line.
    pub text: String,
    /// A picture before it, by URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub favicon: Option<String>,
    /// Whether the picture has a frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame: Option<bool>,
    /// A picture before it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
}

impl WidgetStatus {
    /// Returns a line without a picture.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A button of a card as a whole.
#[derive(Debug, Clone, Serialize)]
pub struct CardAction {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// How many rows a list shows before it offers to show more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListLimit {
    /// So many.
    Rows(u32),
    /// As many as fit.
    Auto,
}

impl Serialize for ListLimit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rows(rows) => serializer.serialize_u32(*rows),
            Self::Auto => serializer.serialize_str("auto"),
        }
    }
}

component! {
    /// A card: the usual root of a widget.
    Card "Card" () many {
        /// Makes it a form: what is in its fields goes along with its `confirm`.
        as_form: bool => "asForm",
        /// What is behind it.
        background: Color => "background",
        /// Its border.
        border: AnyBorder => "border",
        /// How wide it is.
        size: CardSize => "size",
        /// The space inside its edges.
        padding: Around => "padding",
        /// A line above it.
        status: WidgetStatus => "status",
        /// Folds its body away once its main action is done.
        collapsed: bool => "collapsed",
        /// The button that says yes.
        confirm: CardAction => "confirm",
        /// The button that says no.
        cancel: CardAction => "cancel",
        /// Its colours, whatever the page's are.
        theme: Theme => "theme",
    }
}

component! {
    /// A list of [`ListViewItem`]s: a root.
    ListView "ListView" () many {
        /// How many rows are shown at first.
        limit: ListLimit => "limit",
        /// A line above it.
        status: WidgetStatus => "status",
        /// Its colours, whatever the page's are.
        theme: Theme => "theme",
    }
}

component! {
    /// A root without a frame.
    Basic "Basic" () many {
        /// Its colours, whatever the page's are.
        theme: Theme => "theme",
        /// In which direction its children follow each other.
        direction: Direction => "direction",
        /// The space between its children.
        gap: Length => "gap",
        /// The space inside its edges.
        padding: Around => "padding",
        /// Where its children stand across the direction.
        align: Align => "align",
        /// Where its children stand along the direction.
        justify: Justify => "justify",
    }
}

root!(Card, ListView, Basic);

component! {
    /// A row of a [`ListView`].
    ListViewItem "ListViewItem" () many {
        /// What a click does.
        on_click_action: Action => "onClickAction",
        /// The space between its children.
        gap: Length => "gap",
        /// Where its children stand.
        align: Align => "align",
    }
}

/// Declares a component that is a box, with further props.
macro_rules! boxes {
    ($($(#[$doc:meta])* $name:ident $wire:literal { $($(#[$prop_doc:meta])* $prop:ident: $type:ty => $prop_wire:literal,)* })*) => {
        $(
            component! {
                $(#[$doc])*
                $name $wire () many {
                    $($(#[$prop_doc])* $prop: $type => $prop_wire,)*
                    /// Where its children stand across the direction.
                    align: Align => "align",
                    /// Where its children stand along the direction.
                    justify: Justify => "justify",
                    /// What happens to children that do not fit.
                    wrap: Wrap => "wrap",
                    /// How much of the room that is left it takes.
                    flex: Length => "flex",
                    /// The space between its children.
                    gap: Length => "gap",
                    /// The space inside its edges.
                    padding: Around => "padding",
                    /// Its border.
                    border: AnyBorder => "border",
                    /// What is behind it.
                    background: Color => "background",
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
        )*
    };
}

boxes! {
    /// A box: children that follow each other in one direction.
    Box "Box" {
        /// In which direction they do.
        direction: Direction => "direction",
    }
    /// Children side by side.
    Row "Row" {}
    /// Children one below the other.
    Col "Col" {}
    /// A form: what is in its fields goes along with actions inside it.
    Form "Form" {
        /// In which direction its children follow each other.
        direction: Direction => "direction",
        /// What happens when it is sent.
        on_submit_action: Action => "onSubmitAction",
    }
}

component! {
    /// Room that grows.
    Spacer "Spacer" () never {
        /// How much it is at least.
        min_size: Length => "minSize",
    }
}

component! {
    /// A line between things.
    Divider "Divider" () never {
        /// Its colour.
        color: Color => "color",
        /// Its width.
        size: Length => "size",
        /// The space around it.
        spacing: Length => "spacing",
        /// Whether it reaches the edges.
        flush: bool => "flush",
    }
}

component! {
    /// One component whose changes are animated.
    Transition "Transition" () one {}
}
