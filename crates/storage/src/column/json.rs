use std::io::Write;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::column::storable;
use crate::failure::StorageError;

/// A JSON document: `jsonb` on PostgreSQL, text on SQLite, where any shell can read it.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct JsonDocument;

/// The text of a JSON document.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = JsonDocument)]
pub(crate) struct JsonText(String);

/// The version of `jsonb`'s binary form, its first byte.
const JSONB_VERSION: u8 = 1;

impl JsonText {
    /// Writes `value` as JSON, without the NUL characters that PostgreSQL does not store.
    pub(crate) fn of(value: &impl Serialize) -> Result<Self, StorageError> {
        let unwritable = |source: serde_json::Error| StorageError::Unreadable {
            what: "a value as JSON",
            source: source.into(),
        };
        let text = serde_json::to_string(value).map_err(unwritable)?;
        if !text.contains("\\u0000") {
            return Ok(Self(text));
        }
        let mut value = serde_json::to_value(value).map_err(unwritable)?;
        replace_nul(&mut value);
        Ok(Self(value.to_string()))
    }

    /// Reads the document; `what` names it should that fail.
    pub(crate) fn read<T: DeserializeOwned>(&self, what: &'static str) -> Result<T, StorageError> {
        serde_json::from_str(&self.0).map_err(|source| StorageError::Unreadable {
            what,
            source: source.into(),
        })
    }
}

fn replace_nul(value: &mut Value) {
    match value {
        Value::String(text) => *text = storable(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(replace_nul),
        Value::Object(members) => {
            for (name, mut member) in std::mem::take(members) {
                replace_nul(&mut member);
                members.insert(storable(&name).into_owned(), member);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl ToSql<JsonDocument, Pg> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDocument, Pg> for JsonText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((&JSONB_VERSION, text)) => Ok(Self(String::from_utf8(text.to_vec())?)),
            _ => Err("an unknown version of jsonb".into()),
        }
    }
}

impl ToSql<JsonDocument, Sqlite> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDocument, Sqlite> for JsonText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        <String as FromSql<Text, Sqlite>>::from_sql(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_true_nul_characters_are_replaced() {
        let value = json!({"a\0": ["\0", 1, null], "b": "a backslash and digits: \\u0000"});
        let stored: Value = JsonText::of(&value).unwrap().read("a value").unwrap();
        assert_eq!(
            stored,
            json!({"a\u{fffd}": ["\u{fffd}", 1, null], "b": "a backslash and digits: \\u0000"})
        );
    }
}
