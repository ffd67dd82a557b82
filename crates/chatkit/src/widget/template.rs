use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{WidgetError, WidgetRoot};

/// The one version of `.widget` files.
const VERSION: &str = "1.0";

/// The name under which the template stands in its environment.
const NAME: &str = "widget";

/// A `.widget` file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// It is no JSON, or lacks a field.
    #[error("not a .widget file")]
    File(#[source] serde_json::Error),
    /// It is of a version that this crate does not know.
    #[error("a .widget file of version {0:?}; this crate reads version {VERSION:?}")]
    Version(String),
    /// Its template is malformed, or was given too little.
    #[error("the template cannot be rendered")]
    Template(#[source] Error),
    /// What came out is no widget.
    #[error("the template renders to no widget")]
    Output(#[source] WidgetError),
    /// What came out cannot stand at the root of a widget.
    #[error("the template renders to a {0:?}; a widget is a Card, a ListView or a Basic")]
    Root(String),
}

/// A widget with blanks, as the widget designer exports it (`.widget`).
#[derive(Debug)]
pub struct WidgetTemplate {
    name: String,
    json_schema: Option<Box<RawValue>>,
    environment: Environment<'static>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    version: String,
    name: String,
    template: String,
    #[serde(default)]
    json_schema: Option<Box<RawValue>>,
}

impl WidgetTemplate {
    /// Reads the text of a `.widget` file.
    ///
    /// # Errors
    /// [`TemplateError`] if it is not one, or its template is malformed.
    pub fn from_json(text: &str) -> Result<Self, TemplateError> {
        let file: File = serde_json::from_str(text).map_err(TemplateError::File)?;
        if file.version != VERSION {
            return Err(TemplateError::Version(file.version));
        }
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Its output is JSON, and nothing in it is escaped for pages.
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.add_filter("tojson", to_json);
        environment
            .add_template_owned(NAME, file.template)
            .map_err(TemplateError::Template)?;
        Ok(Self {
            name: file.name,
            json_schema: file.json_schema,
            environment,
        })
    }

    /// Returns what the designer called it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the JSON Schema of what fills its blanks, if it has one.
    pub fn json_schema(&self) -> Option<&RawValue> {
        self.json_schema.as_deref()
    }

    /// Fills the blanks.
    ///
    /// # Errors
    /// [`TemplateError`] if `data` lacks something, or if what comes out is no widget.
    pub fn render(&self, data: &impl Serialize) -> Result<WidgetRoot, TemplateError> {
        let template = self
            .environment
            .get_template(NAME)
            .map_err(TemplateError::Template)?;
        let json = template
            .render(Value::from(Serde(data)))
            .map_err(TemplateError::Template)?;
        let widget = WidgetRoot::from_json(&json).map_err(TemplateError::Output)?;
        match widget.kind().as_str() {
            "Card" | "ListView" | "Basic" => Ok(widget),
            other => Err(TemplateError::Root(other.to_owned())),
        }
    }
}

/// Puts a value in as JSON. The library's own filter takes what is missing for `null`, and escapes for pages.
fn to_json(value: &Value) -> Result<Value, Error> {
    if value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "a value is missing"));
    }
    let json = serde_json::to_string(value).map_err(|error| {
        Error::new(ErrorKind::BadSerialization, "a value is no JSON").with_source(error)
    })?;
    Ok(Value::from_safe_string(json))
}
