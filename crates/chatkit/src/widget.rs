//! Widgets: interactive cards and lists.
//!
//! ```
//! use serde_json::json;
//! use taskpilot_chatkit::widget::{Action, Button, Card, Row, Spacer, Text, WidgetRoot};
//!
//! let widget: WidgetRoot = Card::new()
//!     .padding(4)
//!     .child(Text::new("Buy milk").id("title"))
//!     .child(Row::new().child(Spacer::new()).child(
//!         Button::new()
//!             .label("Done")
//!             .on_click_action(Action::new("task.complete").payload(json!({"id": 3}))),
//!     ))
//!     .into();
//! assert!(widget.json().starts_with(r#"{"type":"Card","padding":4,"children":[{"type":"Text""#));
//! ```
//!
//! The [gallery](https://github.com/taskpilot/taskpilot/blob/main/crates/chatkit/docs/widgets.md) has every component.

mod action;
mod control;
mod data;
mod diff;
mod icon;
mod layout;
mod node;
mod root;
mod template;
mod text;
mod token;
mod update;
mod value;

pub use action::{Action, ActionHandler, LoadingBehavior, WidgetAction};
pub use control::{
    Button, Checkbox, Choice, DatePicker, Input, Label, RadioGroup, Select, Textarea,
};
pub use data::{Chart, Series, Table, TableCell, TableRow, XAxis};
pub use diff::diff;
pub use icon::Icon as IconName;
pub use layout::{
    Basic, Box, Card, CardAction, Col, Divider, Form, ListLimit, ListView, ListViewItem, Row,
    Spacer, Transition, WidgetStatus,
};
pub use node::WidgetNode;
pub use root::{WidgetError, WidgetRoot};
pub use template::{TemplateError, WidgetTemplate};
pub use text::{Badge, Caption, Editable, Icon, Image, Markdown, Text, Title};
pub use token::{
    Align, BadgeColor, BadgeSize, BadgeVariant, BorderColor, BorderStyle, ButtonColor,
    ButtonIconSize, ButtonStyle, CaptionSize, CardSize, ChartColor, ColumnSize, ControlSize,
    ControlVariant, Curve, Direction, Edge, FieldVariant, GutterSize, IconSize, ImageFit,
    ImagePosition, InputType, Justify, Radius, Side, SurfaceColor, TextAlign, TextColor, TextSize,
    Theme, TitleSize, Weight, Wrap,
};
pub use update::WidgetUpdate;
pub use value::{AnyBorder, Around, Border, Borders, Color, Count, Length, LightDark, Spacing};

#[cfg(test)]
mod tests;
