//! Values that may be written in more than one way.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::token::{BorderColor, BorderStyle, ChartColor, SurfaceColor, TextColor};

/// Declares a value that several types turn into. Whole numbers stay whole.
macro_rules! value {
    ($(#[$doc:meta])* $name:ident from $($source:ty),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<RawValue>);

        $(
            impl From<$source> for $name {
                fn from(value: $source) -> Self {
                    Self(written(&value))
                }
            }
        )*
    };
}

/// Numbers, text and lists of them always are JSON.
fn written(value: &impl Serialize) -> Box<RawValue> {
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

value! {
    /// A length: a number (pixels for sizes, units of the spacing scale for gaps and padding) or CSS.
    Length from i32, u32, f64, &str, String
}
impl Length {
    /// Returns whether there is none: infinity is no length, nor is what is no number.
    #[expect(clippy::ref_option, reason = "serde hands it over so")]
    fn is_unset(length: &Option<Self>) -> bool {
        length
            .as_ref()
            .is_none_or(|length| length.0.get() == RawValue::NULL.get())
    }
}

value! {
    /// How many.
    Count from u32
}
value! {
    /// Space around something: a [`Length`] for all sides, or [`Spacing`].
    Around from i32, u32, f64, &str, String, Spacing
}
value! {
    /// A border: its width in pixels, or more of it.
    AnyBorder from i32, u32, Border, Borders
}
value! {
    /// A colour: one with a meaning, one of the palette (`red-100`), CSS, or one for each scheme.
    Color from &str, String, TextColor, SurfaceColor, BorderColor, ChartColor, LightDark
}

/// A colour for each scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LightDark {
    /// On a light page.
    pub light: String,
    /// On a dark page.
    pub dark: String,
}

/// Space on single sides.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Spacing {
    /// Above.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub top: Option<Length>,
    /// To the right.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub right: Option<Length>,
    /// Below.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub bottom: Option<Length>,
    /// To the left.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub left: Option<Length>,
    /// To the left and the right.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub x: Option<Length>,
    /// Above and below.
    #[serde(skip_serializing_if = "Length::is_unset")]
    pub y: Option<Length>,
}

/// A border that is the same on all sides.
#[derive(Debug, Clone, Serialize)]
pub struct Border {
    /// Its width, in pixels.
    pub size: u32,
    /// Its colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// How it is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<BorderStyle>,
}

/// Borders on single sides.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Borders {
    /// Above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<AnyBorder>,
    /// To the right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<AnyBorder>,
    /// Below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bottom: Option<AnyBorder>,
    /// To the left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<AnyBorder>,
    /// To the left and the right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<AnyBorder>,
    /// Above and below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<AnyBorder>,
}
