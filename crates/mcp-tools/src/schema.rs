use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Returns the schema of what a tool takes: flat, and without what only costs tokens.
pub(crate) fn input<T: JsonSchema>() -> Value {
    schema::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// Returns the schema of what a tool answers, without descriptions: the names say it, and it is sent six times.
pub(crate) fn output<T: JsonSchema>() -> Value {
    let mut schema = schema::<T>(SchemaSettings::draft2020_12().for_serialize());
    visit(&mut schema, &|keywords| {
        keywords.remove("description");
        // Open is what objects are anyway.
        if keywords.get("additionalProperties") == Some(&Value::Bool(true)) {
            keywords.remove("additionalProperties");
        }
    });
    schema
}

fn schema<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    tidy(&mut schema);
    schema
}

/// Removes type names and number formats, and `null` as a value: an optional field is left out.
fn tidy(schema: &mut Value) {
    visit(schema, &|keywords| {
        for noise in ["title", "format", "default"] {
            keywords.remove(noise);
        }
        drop_null(keywords);
    });
}

/// Calls `edit` for the schema and then for each schema inside it.
fn visit(schema: &mut Value, edit: &dyn Fn(&mut Map<String, Value>)) {
    let Value::Object(keywords) = schema else {
        return;
    };
    edit(keywords);
    if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
        for property in properties.values_mut() {
            visit(property, edit);
        }
    }
    if let Some(items) = keywords.get_mut("items") {
        visit(items, edit);
    }
}

fn drop_null(keywords: &mut Map<String, Value>) {
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            keywords.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = keywords.get("anyOf") else {
        return;
    };
    let mut real = choices.iter().filter(|choice| choice["type"] != "null");
    if let (Some(Value::Object(only)), None) = (real.next(), real.next()) {
        let only = only.clone();
        keywords.remove("anyOf");
        for (word, value) in only {
            keywords.entry(word).or_insert(value);
        }
    }
}

/// Takes the description of the whole out of the schema.
pub(crate) fn take_description(schema: &mut Value) -> String {
    let taken = schema
        .as_object_mut()
        .and_then(|keywords| keywords.remove("description"));
    match taken {
        Some(Value::String(text)) => text,
        _ => String::new(),
    }
}
