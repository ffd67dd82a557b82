//! Components that are used.

use serde::Serialize;

use super::action::Action;
use super::icon::Icon;
use super::node::component;
use super::token::{
    ButtonColor, ButtonIconSize, ButtonStyle, ControlSize, ControlVariant, Direction, Edge,
    FieldVariant, GutterSize, InputType, Side, TextAlign, TextSize, Weight,
};
use super::value::{Color, Count};

/// Something that can be chosen.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Choice {
    /// What goes along with actions.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it cannot be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    /// More on it; shown by [`Select`] alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Choice {
    /// Returns something that can be chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }
}

component! {
    /// A button.
    Button "Button" () never {
        /// What stands on it.
        label: String => "label",
        /// What a click does.
        on_click_action: Action => "onClickAction",
        /// Whether it sends the form around it.
        submit: bool => "submit",
        /// A picture before the label.
        icon_start: Icon => "iconStart",
        /// A picture after the label.
        icon_end: Icon => "iconEnd",
        /// What it is for.
        style: ButtonStyle => "style",
        /// How large its pictures are.
        icon_size: ButtonIconSize => "iconSize",
        /// Its colour.
        color: ButtonColor => "color",
        /// How loud it is.
        variant: ControlVariant => "variant",
        /// How large it is.
        size: ControlSize => "size",
        /// Whether its ends are round.
        pill: bool => "pill",
        /// Whether it is as wide as high.
        uniform: bool => "uniform",
        /// Whether it is as wide as what holds it.
        block: bool => "block",
        /// Whether it cannot be used.
        disabled: bool => "disabled",
    }
}

component! {
    /// A choice of one from a list that opens.
    Select "Select" (name: String => "name", options: Vec<Choice> => "options") never {
        /// What a choice does.
        on_change_action: Action => "onChangeAction",
        /// What is shown while nothing is chosen.
        placeholder: String => "placeholder",
        /// What is chosen at first.
        default_value: String => "defaultValue",
        /// How loud it is.
        variant: ControlVariant => "variant",
        /// How large it is.
        size: ControlSize => "size",
        /// Whether its ends are round.
        pill: bool => "pill",
        /// Whether it is as wide as what holds it.
        block: bool => "block",
        /// Whether the choice can be taken back.
        clearable: bool => "clearable",
        /// Whether it cannot be used.
        disabled: bool => "disabled",
        /// Whether the list can be searched; by default if it has more than 15 entries.
        searchable: bool => "searchable",
    }
}

component! {
    /// A choice of a day.
    DatePicker "DatePicker" (name: String => "name") never {
        /// What a choice does.
        on_change_action: Action => "onChangeAction",
        /// What is shown while nothing is chosen.
        placeholder: String => "placeholder",
        /// What is chosen at first, as an ISO date and time.
        default_value: String => "defaultValue",
        /// The first day that can be chosen.
        min: String => "min",
        /// The last day that can be chosen.
        max: String => "max",
        /// How loud it is.
        variant: ControlVariant => "variant",
        /// How large it is.
        size: ControlSize => "size",
        /// On which side the calendar opens.
        side: Side => "side",
        /// At which end of that side.
        align: Edge => "align",
        /// Whether its ends are round.
        pill: bool => "pill",
        /// Whether it is as wide as what holds it.
        block: bool => "block",
        /// Whether the choice can be taken back.
        clearable: bool => "clearable",
        /// Whether it cannot be used.
        disabled: bool => "disabled",
    }
}

component! {
    /// A yes or no.
    Checkbox "Checkbox" (name: String => "name") never {
        /// What is asked.
        label: String => "label",
        /// Whether it is a yes at first.
        default_checked: bool => "defaultChecked",
        /// What a change does.
        on_change_action: Action => "onChangeAction",
        /// Whether it cannot be used.
        disabled: bool => "disabled",
        /// Whether it must be a yes.
        required: bool => "required",
    }
}

component! {
    /// A choice of one from a few that are all seen.
    RadioGroup "RadioGroup" (name: String => "name") never {
        /// What can be chosen.
        options: Vec<Choice> => "options",
        /// What is asked, for those who do not see it; the name by default.
        aria_label: String => "ariaLabel",
        /// What a choice does.
        on_change_action: Action => "onChangeAction",
        /// What is chosen at first.
        default_value: String => "defaultValue",
        /// In which direction the choices follow each other.
        direction: Direction => "direction",
        /// Whether it cannot be used.
        disabled: bool => "disabled",
        /// Whether one must be chosen.
        required: bool => "required",
    }
}

/// Declares a component that is written in, with further props.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $wire:literal { $($(#[$prop_doc:meta])* $prop:ident: $type:ty => $prop_wire:literal,)* })*) => {
        $(
            component! {
                $(#[$doc])*
                $name $wire (name: String => "name") never {
                    $($(#[$prop_doc])* $prop: $type => $prop_wire,)*
                    /// What stands in it at first.
                    default_value: String => "defaultValue",
                    /// Whether it must not be empty.
                    required: bool => "required",
                    /// A regular expression that it must match.
                    pattern: String => "pattern",
                    /// What is shown while it is empty.
                    placeholder: String => "placeholder",
                    /// Whether password managers may fill it in.
                    allow_autofill_extensions: bool => "allowAutofillExtensions",
                    /// Whether it is selected when focused.
                    auto_select: bool => "autoSelect",
                    /// Whether it is focused at once.
                    auto_focus: bool => "autoFocus",
                    /// Whether it cannot be used.
                    disabled: bool => "disabled",
                    /// How loud it is.
                    variant: FieldVariant => "variant",
                    /// How large it is.
                    size: ControlSize => "size",
                    /// How wide its gutters are.
                    gutter_size: GutterSize => "gutterSize",
                }
            }
        )*
    };
}

fields! {
    /// A line to write in.
    Input "Input" {
        /// What may be written.
        input_type: InputType => "inputType",
        /// Whether its ends are round.
        pill: bool => "pill",
    }
    /// Several lines to write in.
    Textarea "Textarea" {
        /// How many lines.
        rows: Count => "rows",
        /// Whether it grows with what is written.
        auto_resize: bool => "autoResize",
        /// To how many lines it grows.
        max_rows: Count => "maxRows",
    }
}

component! {
    /// What a field is for.
    Label "Label" (value: String => "value", field_name: String => "fieldName") never {
        /// How large it is.
        size: TextSize => "size",
        /// How bold it is.
        weight: Weight => "weight",
        /// Where it stands.
        text_align: TextAlign => "textAlign",
        /// Its colour.
        color: Color => "color",
    }
}
