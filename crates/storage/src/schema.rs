//! The tables, kept by hand: one set of columns for both databases.
//! A test migrates both and selects every column.

diesel::table! {
    users (user_id) {
        user_id -> Text,
        revision -> BigInt,
        last_task_id -> BigInt,
        live_tasks -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::column::TimestampUtc;

    tasks (user_id, id) {
        user_id -> Text,
        id -> BigInt,
        version -> BigInt,
        revision -> BigInt,
        title -> Text,
        title_folded -> Text,
        search_text -> Text,
        description -> Nullable<Text>,
        completed_at -> Nullable<TimestampUtc>,
        priority -> BigInt,
        due_at -> Nullable<TimestampUtc>,
        due_all_day -> Bool,
        list_name -> Nullable<Text>,
        list_folded -> Nullable<Text>,
        tags -> Text,
        recurrence_rule -> Nullable<Text>,
        recurrence_basis -> Nullable<Text>,
        created_at -> TimestampUtc,
        updated_at -> TimestampUtc,
        deleted_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Text};
    use crate::column::{JsonDocument, TimestampUtc};

    task_undo (user_id, token) {
        user_id -> Text,
        token -> Text,
        entries -> JsonDocument,
        spent -> Bool,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::column::TimestampUtc;

    conversations (id) {
        id -> BigInt,
        user_id -> Text,
        revision -> BigInt,
        title -> Nullable<Text>,
        title_folded -> Nullable<Text>,
        archived -> Bool,
        message_count -> BigInt,
        created_at -> TimestampUtc,
        updated_at -> TimestampUtc,
        deleted_at -> Nullable<TimestampUtc>,
        thread_key -> Nullable<Text>,
        thread -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::column::{JsonDocument, TimestampUtc};

    messages (id) {
        id -> BigInt,
        user_id -> Text,
        conversation_id -> BigInt,
        role -> Text,
        content -> Text,
        content_folded -> Text,
        created_at -> TimestampUtc,
        idempotency_key -> Nullable<Text>,
        reply_to -> Nullable<BigInt>,
        status -> Nullable<Text>,
        error_code -> Nullable<Text>,
        tool_calls -> Nullable<JsonDocument>,
        requests -> Nullable<BigInt>,
        input_tokens -> Nullable<BigInt>,
        output_tokens -> Nullable<BigInt>,
        is_item -> Bool,
        item_key -> Nullable<Text>,
        item -> Nullable<Text>,
        retried_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::column::TimestampUtc;

    item_ratings (message_id) {
        message_id -> BigInt,
        user_id -> Text,
        rating -> Text,
        at -> TimestampUtc,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::column::TimestampUtc;

    attachments (user_id, attachment_key) {
        user_id -> Text,
        attachment_key -> Text,
        conversation_id -> Nullable<BigInt>,
        attachment -> Text,
        created_at -> TimestampUtc,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::column::TimestampUtc;

    chatkit_sessions (session_id) {
        session_id -> Text,
        user_id -> Text,
        secret_hash -> Text,
        created_at -> TimestampUtc,
        expires_at -> TimestampUtc,
        revoked_at -> Nullable<TimestampUtc>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::column::TimestampUtc;

    approvals (approval_id) {
        approval_id -> Text,
        user_id -> Text,
        conversation_id -> BigInt,
        message_id -> BigInt,
        shown -> Text,
        state -> Text,
        kinds -> Text,
        created_at -> TimestampUtc,
        expires_at -> TimestampUtc,
        decided_at -> Nullable<TimestampUtc>,
        verdict -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    usage_days (user_id, day) {
        user_id -> Text,
        day -> Text,
        tokens -> BigInt,
        cost_nanos -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Text};
    use crate::column::TimestampUtc;

    thread_runs (user_id, thread_key) {
        user_id -> Text,
        thread_key -> Text,
        holder -> Text,
        expires_at -> TimestampUtc,
        stop_requested -> Bool,
    }
}

diesel::joinable!(messages -> conversations (conversation_id));
diesel::allow_tables_to_appear_in_same_query!(attachments, conversations, messages);

/// The columns that `T` is read from, in its order, for a query that either database may run.
pub(crate) fn columns<T: diesel::Selectable<diesel::sqlite::Sqlite>>() -> T::SelectExpression {
    T::construct_selection()
}
