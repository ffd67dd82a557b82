//! Every component with its props, as the gallery in `docs/widgets.md` shows it.

use std::fmt::Write as _;

use serde_json::json;

use crate::widget::*;

/// Turns builder calls into an entry of the gallery each: what is written, and what it comes to.
macro_rules! gallery {
    ($($name:literal: $call:expr;)*) => {
        vec![$((
            $name,
            stringify!($call),
            WidgetNode::from($call),
        )),*]
    };
}

pub(super) fn entries() -> Vec<(&'static str, &'static str, WidgetNode)> {
    gallery! {
        "Card": Card::new().key("k").id("c").as_form(true).background("surface").border(1).size(CardSize::Md).padding(4)
            .status(WidgetStatus::new("Today")).collapsed(false).theme(Theme::Light)
            .confirm(CardAction { label: "Save".into(), action: Action::new("save") })
            .cancel(CardAction { label: "Cancel".into(), action: Action::new("cancel").handler(ActionHandler::Client) })
            .child(Text::new("Hello"));
        "ListView": ListView::new().limit(ListLimit::Auto).status(WidgetStatus::new("3 tasks")).theme(Theme::Dark)
            .children([ListViewItem::new()]);
        "ListViewItem": ListViewItem::new().on_click_action(Action::new("open").payload(json!({"id": 3}))).gap(2)
            .align(Align::Center).child(Text::new("Buy milk"));
        "Basic": Basic::new().theme(Theme::Light).direction(Direction::Col).gap(2).padding("1rem").align(Align::Start)
            .justify(Justify::Between);
        "Box": Box::new().direction(Direction::Row).align(Align::Stretch).justify(Justify::End).wrap(Wrap::Wrap).flex(1).gap(2)
            .padding(Spacing { x: Some(4.into()), top: Some("2px".into()), ..Spacing::default() })
            .border(Border { size: 1, color: Some(BorderColor::Subtle.into()), style: Some(BorderStyle::Dashed) })
            .background(LightDark { light: "#fff".into(), dark: "#000".into() })
            .width(100).height("50%").size(10).min_width(1).min_height(2).min_size(3).max_width(4).max_height(5).max_size(6)
            .aspect_ratio("16/9").radius(Radius::Xxl).margin(2);
        "Row": Row::new().gap(2).border(Borders { top: Some(1.into()), ..Borders::default() });
        "Col": Col::new().gap(2);
        "Form": Form::new().direction(Direction::Col).on_submit_action(Action::new("submit").without_stream())
            .child(Input::new("todo.title"));
        "Spacer": Spacer::new().min_size(4);
        "Divider": Divider::new().color(BorderColor::Strong).size(1).spacing(2).flush(true);
        "Transition": Transition::new().child(Text::new("Moves"));
        "Text": Text::new("Hello").id("t").streaming(true).size(TextSize::Md).italic(true).line_through(true).width(100)
            .min_lines(1).editable(Editable { name: "title".into(), required: Some(true), ..Editable::default() })
            .color(TextColor::Secondary).weight(Weight::Bold).text_align(TextAlign::Center).truncate(true).max_lines(2);
        "Title": Title::new("Tasks").size(TitleSize::Xxl).color("red-500").weight(Weight::Semibold).text_align(TextAlign::Start)
            .truncate(false).max_lines(1);
        "Caption": Caption::new("yesterday").size(CaptionSize::Sm).color(TextColor::Tertiary).weight(Weight::Normal)
            .text_align(TextAlign::End).truncate(true).max_lines(1);
        "Markdown": Markdown::new("**Hello**").id("m").streaming(false);
        "Badge": Badge::new("overdue").color(BadgeColor::Danger).variant(BadgeVariant::Soft).size(BadgeSize::Sm).pill(true);
        "Icon": Icon::new(IconName::calendar()).color(TextColor::Primary).size(IconSize::Lg);
        "Image": Image::new("https://example.com/cat.png").alt("A cat").fit(ImageFit::Cover).position(ImagePosition::TopLeft)
            .frame(true).flush(true).background(SurfaceColor::Elevated).flex(1).width(100).height(100).size(100).min_width(1)
            .min_height(1).min_size(1).max_width(9).max_height(9).max_size(9).aspect_ratio(1.5).radius(Radius::Full).margin(0);
        "Button": Button::new().label("Done").on_click_action(Action::new("done").loading_behavior(LoadingBehavior::Itself))
            .submit(true).icon_start(IconName::check()).icon_end(IconName::lucide("arrow-right")).style(ButtonStyle::Primary)
            .icon_size(ButtonIconSize::Sm).color(ButtonColor::Success).variant(ControlVariant::Soft).size(ControlSize::Md)
            .pill(true).uniform(false).block(true).disabled(false);
        "Select": Select::new("priority", vec![Choice::new("high", "High"), Choice { description: Some("soon".into()), disabled: Some(true), ..Choice::new("low", "Low") }])
            .on_change_action(Action::new("set")).placeholder("Priority").default_value("high").variant(ControlVariant::Outline)
            .size(ControlSize::Sm).pill(true).block(false).clearable(true).disabled(false).searchable(true);
        "DatePicker": DatePicker::new("due").on_change_action(Action::new("set")).placeholder("When?")
            .default_value("2026-11-21T09:00:00Z").min("2026-01-01").max("2026-12-31").variant(ControlVariant::Ghost)
            .size(ControlSize::Lg).side(Side::Bottom).align(Edge::Start).pill(false).block(true).clearable(true).disabled(false);
        "Checkbox": Checkbox::new("done").label("Done").default_checked(true).on_change_action(Action::new("toggle")).disabled(false)
            .required(true);
        "RadioGroup": RadioGroup::new("size").options(vec![Choice::new("s", "Small")]).aria_label("Size")
            .on_change_action(Action::new("set")).default_value("s").direction(Direction::Row).disabled(false).required(true);
        "Input": Input::new("title").input_type(InputType::Text).pill(true).default_value("Milk").required(true).pattern(".+")
            .placeholder("Title").allow_autofill_extensions(false).auto_select(true).auto_focus(true).disabled(false)
            .variant(FieldVariant::Soft).size(ControlSize::Xl).gutter_size(GutterSize::Md);
        "Textarea": Textarea::new("notes").rows(3).auto_resize(true).max_rows(9).default_value("").required(false).pattern(".*")
            .placeholder("Notes").allow_autofill_extensions(true).auto_select(false).auto_focus(false).disabled(true)
            .variant(FieldVariant::Outline).size(ControlSize::Xs).gutter_size(GutterSize::Xxs);
        "Label": Label::new("Title", "title").size(TextSize::Sm).weight(Weight::Medium).text_align(TextAlign::Start).color("gray-500");
        "Table": Table::new().child(TableRow::new());
        "Table.Row": TableRow::new().header(true).child(TableCell::new());
        "Table.Cell": TableCell::new().width(50).padding(2).col_span(2).row_span(1).align(Edge::End).v_align(Edge::Center)
            .col_size(ColumnSize::Md).child(Text::new("x"));
        "Chart": Chart::new(
                vec![json!({"day": "Mon", "done": 3}).as_object().cloned().unwrap()],
                vec![
                    Series::Bar { label: "Done".into(), data_key: "done".into(), stack: Some("a".into()), color: Some(ChartColor::Blue.into()) },
                    Series::Line { label: "Done".into(), data_key: "done".into(), color: None, curve_type: Some(Curve::MonotoneX) },
                    Series::Area { label: "Done".into(), data_key: "done".into(), stack: None, color: None, curve_type: None },
                ],
                "day",
            ).show_y_axis(true).show_legend(true).show_tooltip(false).bar_gap(2).bar_category_gap(4).flex(1).width(1).height(2).size(3)
            .min_width(4).min_height(5).min_size(6).max_width(7).max_height(8).max_size(9).aspect_ratio(2);
    }
}

/// The components of the protocol, and what each is made with.
pub(super) const COMPONENTS: [(&str, &[&str]); 30] = [
    ("Card", Card::PROPS),
    ("ListView", ListView::PROPS),
    ("ListViewItem", ListViewItem::PROPS),
    ("Basic", Basic::PROPS),
    ("Box", Box::PROPS),
    ("Row", Row::PROPS),
    ("Col", Col::PROPS),
    ("Form", Form::PROPS),
    ("Spacer", Spacer::PROPS),
    ("Divider", Divider::PROPS),
    ("Transition", Transition::PROPS),
    ("Text", Text::PROPS),
    ("Title", Title::PROPS),
    ("Caption", Caption::PROPS),
    ("Markdown", Markdown::PROPS),
    ("Badge", Badge::PROPS),
    ("Icon", Icon::PROPS),
    ("Image", Image::PROPS),
    ("Button", Button::PROPS),
    ("Select", Select::PROPS),
    ("DatePicker", DatePicker::PROPS),
    ("Checkbox", Checkbox::PROPS),
    ("RadioGroup", RadioGroup::PROPS),
    ("Input", Input::PROPS),
    ("Textarea", Textarea::PROPS),
    ("Label", Label::PROPS),
    ("Table", Table::PROPS),
    ("Table.Row", TableRow::PROPS),
    ("Table.Cell", TableCell::PROPS),
    ("Chart", Chart::PROPS),
];

#[test]
fn every_component_is_in_the_gallery() {
    let entries = entries();
    let names: Vec<_> = entries.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, COMPONENTS.map(|(name, _)| name));
    for (name, _, node) in &entries {
        let json = serde_json::to_value(node).unwrap();
        assert_eq!(json["type"], *name);
        assert!(!json.to_string().contains("null"), "{json}");
    }
}

#[test]
fn every_prop_is_in_the_gallery() {
    let mut missing = Vec::new();
    for ((name, props), (_, _, node)) in COMPONENTS.iter().zip(entries()) {
        let json = serde_json::to_value(&node).unwrap();
        for prop in *props {
            // What all components share is shown once, and so is what all boxes share.
            let is_shown_by_box =
                *name != "Box" && props.contains(&"wrap") && Box::PROPS.contains(prop);
            let is_shown = ["key", "id"].contains(prop) || is_shown_by_box;
            if !is_shown && json.get(prop).is_none() {
                missing.push(format!("{name}.{prop}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_gallery_is_what_the_builders_make() {
    let mut page = String::from(
        "# Widgets\n\nEvery component: the call of its builder, and the JSON that clients get.\n\
         This page is written by a test (`UPDATE_DOCS=1 cargo test -p taskpilot-chatkit gallery`).\n",
    );
    for (name, call, node) in entries() {
        let call = one_setter_a_line(call);
        // Not by way of a `Value`, which sorts its fields.
        let json = serde_json::to_string_pretty(&node).unwrap();
        write!(
            page,
            "\n## {name}\n\n```rust,ignore\n{call}\n```\n\n```json\n{json}\n```\n"
        )
        .unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/widgets.md");
    #[expect(
        clippy::disallowed_methods,
        reason = "a test that writes a page when told to"
    )]
    let is_to_be_written = std::env::var("UPDATE_DOCS").is_ok();
    if is_to_be_written {
        std::fs::write(path, &page).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == page,
        "docs/widgets.md is out of date: run with UPDATE_DOCS=1"
    );
}

/// Breaks the call of a builder before each of its setters; what they are given stays on their line.
fn one_setter_a_line(call: &str) -> String {
    let call = call.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = String::new();
    let mut depth = 0_i32;
    for character in call.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '.' if depth == 0 => lines.truncate(lines.trim_end().len()),
            _ => {}
        }
        if character == '.' && depth == 0 {
            lines.push_str("\n    ");
        }
        lines.push(character);
    }
    lines
}
