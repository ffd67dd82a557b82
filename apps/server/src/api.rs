//! The HTTP contract: routes, and what goes over the wire. Handlers parse, call and map; no rule lives here.

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod approvals;
pub(crate) mod chat;
pub(crate) mod chat_frames;
pub(crate) mod chatkit;
pub(crate) mod chatkit_attachments;
pub(crate) mod chatkit_sessions;
pub(crate) mod conversation_body;
pub(crate) mod conversations;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod health;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod task_body;
pub(crate) mod task_query;
pub(crate) mod tasks;
pub(crate) mod undo;

use actix_web::web;

/// Mounts all routes.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(health::healthz)
        .service(health::readyz)
        .service(health::metrics)
        .service(openapi::openapi_json)
        .service(about::about)
        .service(account::export)
        .service(account::erase)
        .service(chat::chat)
        .service(approvals::decide)
        .service(approvals::list)
        .service(chatkit::chatkit)
        .service(chatkit_attachments::send)
        .service(chatkit_attachments::receive)
        .service(chatkit_attachments::read)
        .service(chatkit_sessions::open)
        .service(chatkit_sessions::revoke)
        .service(conversations::list)
        .service(conversations::get)
        .service(conversations::update)
        .service(conversations::delete)
        .service(conversations::messages)
        .service(tasks::list)
        .service(tasks::create)
        .service(tasks::get)
        .service(tasks::replace)
        .service(tasks::update)
        .service(tasks::delete)
        .service(tasks::complete)
        .service(undo::undo)
        .service(events::events);
}
