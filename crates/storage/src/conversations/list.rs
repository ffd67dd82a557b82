use std::convert::Infallible;

use diesel::dsl::exists;
use diesel::prelude::*;
use taskpilot_context::UserId;
use taskpilot_conversations::{
    Conversation, ConversationCursor, ConversationFilter, ConversationPage, PageRequest, fold,
};

use super::row::ConversationRow;
use crate::column::{ESCAPE, Time, containing};
use crate::conn::{Conn, on_each};
use crate::failure::Failure;
use crate::schema::{columns, conversations, messages};

pub(super) async fn page(
    conn: &mut Conn,
    user: &UserId,
    filter: &ConversationFilter,
    page: &PageRequest<ConversationCursor>,
) -> Result<ConversationPage, Failure<Infallible>> {
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let mut rows = rows(conn, user, filter, page).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let conversations: Vec<Conversation> = rows.into_iter().map(Conversation::from).collect();
    let next = conversations
        .last()
        .filter(|_| more)
        .map(|last| ConversationCursor {
            updated_at: last.updated_at,
            id: last.id,
        });
    Ok(ConversationPage {
        conversations,
        next,
    })
}

async fn rows(
    conn: &mut Conn,
    user: &UserId,
    filter: &ConversationFilter,
    page: &PageRequest<ConversationCursor>,
) -> QueryResult<Vec<ConversationRow>> {
    let pattern = filter.text.as_deref().map(|text| containing(&fold(text)));
    on_each!(conn, |open: Backend| {
        let mut query = conversations::table
            .filter(conversations::user_id.eq(user.as_str()))
            .filter(conversations::deleted_at.is_null())
            .into_boxed::<Backend>();
        if let Some(archived) = filter.archived {
            query = query.filter(conversations::archived.eq(archived));
        }
        if let Some(pattern) = pattern {
            let said = messages::table
                .filter(messages::conversation_id.eq(conversations::id))
                .filter(messages::user_id.eq(user.as_str()))
                .filter(
                    messages::content_folded
                        .like(pattern.clone())
                        .escape(ESCAPE),
                );
            let titled = conversations::title_folded.like(pattern).escape(ESCAPE);
            query = query.filter(titled.or(exists(said).nullable()));
        }
        if let Some(after) = page.after {
            let at = Time::from(after.updated_at);
            let earlier = conversations::updated_at.lt(at);
            query = query
                // Bounds the part of the index that is read.
                .filter(conversations::updated_at.le(at))
                .filter(earlier.or(conversations::id.lt(after.id.get())));
        }
        let query = query
            .order((conversations::updated_at.desc(), conversations::id.desc()))
            // One row more tells whether there is a next page.
            .limit(i64::from(page.limit) + 1)
            .select(columns::<ConversationRow>());
        diesel_async::RunQueryDsl::load(query, open).await
    })
}
