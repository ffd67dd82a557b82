use std::io::Write;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;

/// A moment: `timestamptz` on PostgreSQL; on SQLite text in RFC 3339 with six digits and `Z`, which sorts as
/// time does because its width is fixed.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Text"))]
pub struct TimestampUtc;

/// A moment as both databases keep it: in whole microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = TimestampUtc)]
pub(crate) struct Time(Timestamp);

/// PostgreSQL counts from 2000-01-01.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

impl From<Timestamp> for Time {
    /// Drops what is finer than a microsecond.
    fn from(time: Timestamp) -> Self {
        let nanos = time.as_nanosecond();
        let whole = nanos - nanos.rem_euclid(1_000);
        Self(Timestamp::from_nanosecond(whole).unwrap_or(time))
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl ToSql<TimestampUtc, Pg> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.as_microsecond() - POSTGRES_EPOCH_MICROS;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<TimestampUtc, Pg> for Time {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        let micros = micros
            .checked_add(POSTGRES_EPOCH_MICROS)
            .ok_or("a time beyond the range of the calendar")?;
        Ok(Self(Timestamp::from_microsecond(micros)?))
    }
}

impl ToSql<TimestampUtc, Sqlite> for Time {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(as_text(self.0));
        Ok(IsNull::No)
    }
}

impl FromSql<TimestampUtc, Sqlite> for Time {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(text.parse()?))
    }
}

fn as_text(time: Timestamp) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(6));
    PRINTER.timestamp_to_string(&time)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn micros() -> impl Strategy<Value = i64> {
        // The years 0 to 9999: within them the width of the text is fixed.
        -62_167_219_200_000_000..253_402_207_200_000_000_i64
    }

    #[test]
    fn the_text_has_six_digits_and_a_z() {
        let time = Time::from(
            "2026-11-21T10:00:00.1234567+01:00"
                .parse::<Timestamp>()
                .unwrap(),
        );
        assert_eq!(as_text(time.0), "2026-11-21T09:00:00.123456Z");
        assert_eq!(
            as_text(Timestamp::UNIX_EPOCH),
            "1970-01-01T00:00:00.000000Z"
        );
    }

    #[test]
    fn times_before_the_epoch_are_floored_too() {
        let time = Time::from("1969-12-31T23:59:59.9999995Z".parse::<Timestamp>().unwrap());
        assert_eq!(as_text(time.0), "1969-12-31T23:59:59.999999Z");
    }

    proptest! {
        #[test]
        fn text_sorts_as_time_does(one in micros(), other in micros()) {
            let (one, other) = (
                Timestamp::from_microsecond(one).unwrap(),
                Timestamp::from_microsecond(other).unwrap(),
            );
            prop_assert_eq!(one.cmp(&other), as_text(one).cmp(&as_text(other)));
            prop_assert_eq!(as_text(one).parse::<Timestamp>().unwrap(), one);
        }
    }
}
