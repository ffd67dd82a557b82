//! Templates in the style of the designer's exports.

use serde_json::{Value, json};

use crate::widget::{TemplateError, WidgetTemplate};

fn template(text: &str) -> WidgetTemplate {
    let file = json!({"version": "1.0", "name": "Test", "template": text, "jsonSchema": {"type": "object"}, "encodedWidget": "x"});
    WidgetTemplate::from_json(&file.to_string()).unwrap()
}

fn rendered(text: &str, data: &Value) -> String {
    template(text).render(data).unwrap().json().to_owned()
}

#[test]
fn values_are_put_in_as_json() {
    let card = r#"{"type":"Card","children":[{"type":"Text","value":{{ (title) | tojson }}},{"type":"Caption","value":{{ ("by " ~ author.name) | tojson }}}]}"#;
    let data =
        json!({"title": "Tom & \"Jerry\" <b>'s é \u{2028}</b>\n", "author": {"name": "Ada"}});
    let widget: Value = serde_json::from_str(&rendered(card, &data)).unwrap();
    assert_eq!(widget["children"][0]["value"], data["title"]);
    assert_eq!(widget["children"][1]["value"], "by Ada");
}

#[test]
fn lists_are_joined_as_the_designer_joins_them() {
    let list = r#"{"type":"ListView","children":[{%- set _c -%}{%-for item in items -%},{"type":"ListViewItem","key":{{ (item.id) | tojson }},"children":[{"type":"Text","value":{{ (item.title) | tojson }}}]}{%-endfor-%}{%- endset -%}{{- (_c[1:] if _c and _c[0] == ',' else _c) -}}]}"#;
    let two = json!({"items": [{"id": 1, "title": "Milk"}, {"id": 2, "title": "Bread, & butter"}]});
    insta::assert_snapshot!(rendered(list, &two), @r#"{"type":"ListView","children":[{"type":"ListViewItem","key":1,"children":[{"type":"Text","value":"Milk"}]},{"type":"ListViewItem","key":2,"children":[{"type":"Text","value":"Bread, & butter"}]}]}"#);
    assert_eq!(
        rendered(list, &json!({"items": []})),
        r#"{"type":"ListView","children":[]}"#
    );
}

#[test]
fn choices_and_sums_are_made() {
    let badge = r#"{"type":"Card","children":[{"type":"Badge","label":{{ ("Done" if done else "Open") | tojson }},"color":{{ ("success" if done else "secondary") | tojson }}},{"type":"Text","value":{{ (count + 1) | tojson }}}]}"#;
    insta::assert_snapshot!(rendered(badge, &json!({"done": true, "count": 2})), @r#"{"type":"Card","children":[{"type":"Badge","label":"Done","color":"success"},{"type":"Text","value":3}]}"#);
}

#[test]
fn parts_appear_on_a_condition() {
    let card = r#"{"type":"Card","children":[{%- set _c -%}{%-if note -%},{"type":"Text","value":{{ (note) | tojson }}}{%-endif-%},{"type":"Divider"}{%- endset -%}{{- (_c[1:] if _c and _c[0] == ',' else _c) -}}]}"#;
    assert_eq!(
        rendered(card, &json!({"note": null})),
        r#"{"type":"Card","children":[{"type":"Divider"}]}"#
    );
    assert_eq!(
        rendered(card, &json!({"note": "!"})),
        r#"{"type":"Card","children":[{"type":"Text","value":"!"},{"type":"Divider"}]}"#
    );
}

#[test]
fn objects_and_lists_are_put_in_whole() {
    let action = r#"{"type":"Card","children":[{"type":"Button","label":"Go","onClickAction":{"type":"go","payload":{{ ({"ids": ids, "first": ids[0]}) | tojson }}}}]}"#;
    insta::assert_snapshot!(rendered(action, &json!({"ids": [3, 1]})), @r#"{"type":"Card","children":[{"type":"Button","label":"Go","onClickAction":{"type":"go","payload":{"first":3,"ids":[3,1]}}}]}"#);
}

#[test]
fn what_cannot_be_rendered_is_said() {
    let card = r#"{"type":"Card","title":{{ (title) | tojson }}}"#;
    assert!(matches!(
        template(card).render(&json!({})),
        Err(TemplateError::Template(_))
    ));
    assert!(matches!(
        template("[]").render(&json!({})),
        Err(TemplateError::Output(_))
    ));
    assert!(matches!(
        template(r#"{"type":"Text","value":"x"}"#).render(&json!({})),
        Err(TemplateError::Root(kind)) if kind == "Text"
    ));
    let later = r#"{"version":"2.0","name":"x","template":""}"#;
    assert!(matches!(
        WidgetTemplate::from_json(later),
        Err(TemplateError::Version(_))
    ));
    assert!(matches!(
        WidgetTemplate::from_json("{}"),
        Err(TemplateError::File(_))
    ));
    let malformed = r#"{"version":"1.0","name":"x","template":"{% if %}"}"#;
    assert!(matches!(
        WidgetTemplate::from_json(malformed),
        Err(TemplateError::Template(_))
    ));
    assert!(template(card).json_schema().is_some());
    assert_eq!(template(card).name(), "Test");
}
