use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use taskpilot_conversations::MessageStatus;
use taskpilot_conversations::thread::Rating;
use taskpilot_tasks::RecurrenceBasis;

/// Stamps an enum that is stored as text; the `CHECK` of its column lists the same words.
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
        #[diesel(sql_type = Text)]
        pub(crate) enum $name {
            $($variant),+
        }

        impl $name {
            fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $name
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.text().to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<Text, DB> for $name
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                match String::from_sql(value)?.as_str() {
                    $($text => Ok(Self::$variant),)+
                    other => Err(format!("unknown {} {other:?}", stringify!($name)).into()),
                }
            }
        }
    };
}

/// Stamps the conversions to and from the domain's enum of the same variants.
macro_rules! mirrors {
    ($name:ident, $domain:ident { $($variant:ident),+ }) => {
        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value {
                    $($domain::$variant => Self::$variant),+
                }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant),+
                }
            }
        }
    };
}

closed_set! {
    /// Who said a message; an item is no message, but what a client protocol shows beside them.
    Role { User = "user", Assistant = "assistant", Item = "item" }
}

closed_set! {
    /// What a person thinks of an item.
    Thumb { Positive = "positive", Negative = "negative" }
}
mirrors!(Thumb, Rating { Positive, Negative });

closed_set! {
    /// Whether an assistant's message is whole.
    Status {
        InProgress = "in_progress",
        Completed = "completed",
        Interrupted = "interrupted",
        Failed = "failed",
    }
}
mirrors!(
    Status,
    MessageStatus {
        InProgress,
        Completed,
        Interrupted,
        Failed
    }
);

closed_set! {
    /// What the next date of a repeating task is counted from.
    Basis { Schedule = "schedule", Completion = "completion" }
}
mirrors!(
    Basis,
    RecurrenceBasis {
        Schedule,
        Completion
    }
);
