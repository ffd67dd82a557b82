use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset,
    ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderValue,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, get, post, put};
use futures_util::StreamExt as _;
use serde::Deserialize;
use taskpilot_assistant::chatkit::{Access, AttachmentError, Attachments, PutError};
use taskpilot_chatkit::{Attachment, AttachmentType};
use taskpilot_context::UserId;

use crate::api::chatkit::base;
use crate::chatkit_caller::ChatKitCaller;
use crate::problem::{Problem, ProblemDocument};

/// The key that the addresses of an attachment carry, and whose it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressKey {
    user: Option<String>,
    key: Option<String>,
}

/// Send a file at once
///
/// As a form with one field, `file`. What the file is, is seen from its bytes.
#[utoipa::path(
    tag = "chatkit",
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The attachment, to be named by a message", body = Object),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[post("/api/v1/chatkit/attachments")]
pub(crate) async fn send(
    request: HttpRequest,
    caller: ChatKitCaller,
    attachments: Data<Attachments>,
    mut form: Multipart,
) -> Result<HttpResponse, Problem> {
    while let Some(field) = form.next().await {
        let field = field.map_err(|_| broken_form())?;
        if field.name() != Some("file") {
            continue;
        }
        let named = field
            .content_disposition()
            .and_then(ContentDisposition::get_filename);
        let name = named.unwrap_or_default().to_owned();
        let declared = field
            .content_type()
            .map(|kind| kind.essence_str().to_owned());
        let content = field.map(|chunk| chunk.map_err(|error| error.to_string()));
        let place = (&caller.0.user, base(&request));
        let (user, base) = (place.0, place.1.as_str());
        let what = (name.as_str(), declared.as_deref());
        let attachment = attachments.store((user, base), what, content).await?;
        return Ok(HttpResponse::Ok().json(attachment.for_client()));
    }
    Err(Problem::invalid_field("file", "is missing from the form"))
}

/// Send the bytes of a file that was announced
///
/// To the address that `attachments.create` gave, with its key or with a token.
#[utoipa::path(
    tag = "chatkit",
    params(
        ("attachment_id" = String, Path),
        ("user" = Option<String>, Query, description = "Part of the address that was given"),
        ("key" = Option<String>, Query, description = "Part of the address that was given"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "The attachment", body = Object),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[put("/api/v1/chatkit/attachments/{attachment_id}")]
pub(crate) async fn receive(
    request: HttpRequest,
    path: Path<String>,
    address: Query<AddressKey>,
    attachments: Data<Attachments>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (user, key) = who(&request, address.into_inner()).await?;
    let access = key.as_deref().map_or(Access::Owner, Access::Key);
    let content = payload.map(|chunk| chunk.map_err(|error| error.to_string()));
    let attachment = attachments.receive(&user, (&path, access), content).await?;
    Ok(HttpResponse::Ok().json(attachment.for_client()))
}

/// Read a file that was sent
#[utoipa::path(
    tag = "chatkit",
    params(
        ("attachment_id" = String, Path),
        ("user" = Option<String>, Query, description = "Part of the address that was given"),
        ("key" = Option<String>, Query, description = "Part of the address that was given"),
    ),
    responses(
        (status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/v1/chatkit/attachments/{attachment_id}")]
pub(crate) async fn read(
    request: HttpRequest,
    path: Path<String>,
    address: Query<AddressKey>,
    attachments: Data<Attachments>,
) -> Result<HttpResponse, Problem> {
    let (user, key) = who(&request, address.into_inner()).await?;
    let access = key.as_deref().map_or(Access::Owner, Access::Key);
    let (attachment, file) = attachments.open(&user, (&path, access)).await?;
    let content_type =
        HeaderValue::from_str(&attachment.mime_type).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CONTENT_DISPOSITION, disposition(&attachment)))
        // A file never changes, and is nobody else's.
        .insert_header((CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        // Pages of other origins may show it, if they were given its address.
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .no_chunking(file.size())
        .streaming(file.into_stream()))
}

/// Returns whose file it is, by the key of its address or by a token.
async fn who(
    request: &HttpRequest,
    address: AddressKey,
) -> Result<(UserId, Option<String>), Problem> {
    if let (Some(user), Some(key)) = (address.user, address.key) {
        let user = UserId::parse(&user).map_err(|_| no_attachment())?;
        return Ok((user, Some(key)));
    }
    let caller = ChatKitCaller::extract(request).await?;
    Ok((caller.0.user, None))
}

/// Only pictures are shown in the page; whatever else is saved under its name.
fn disposition(attachment: &Attachment) -> ContentDisposition {
    let disposition = match attachment.r#type {
        AttachmentType::Image => DispositionType::Inline,
        AttachmentType::File => DispositionType::Attachment,
    };
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: attachment.name.clone().into_bytes(),
    };
    ContentDisposition {
        disposition,
        parameters: vec![DispositionParam::FilenameExt(name)],
    }
}

fn no_attachment() -> Problem {
    Problem::not_found("There is no such attachment.")
}

fn broken_form() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unreadable_body",
        "The form could not be read: send multipart/form-data with a field `file`.",
    )
}

impl From<AttachmentError> for Problem {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::NotFound => no_attachment(),
            AttachmentError::SentAlready => Self::new(
                StatusCode::CONFLICT,
                "attachment_sent_already",
                "This file was sent already. Announce another one.",
            ),
            AttachmentError::Refused(error) => refused(&error),
            AttachmentError::Record(source) => Self::unavailable(&*source),
            error => Self::internal(&error),
        }
    }
}

fn refused(error: &PutError) -> Problem {
    let status = match error {
        PutError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        PutError::NotAllowed { .. } | PutError::Mismatch { .. } => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        PutError::Empty => StatusCode::UNPROCESSABLE_ENTITY,
        PutError::Upload(_) => StatusCode::BAD_REQUEST,
        PutError::Store(source) => return Problem::unavailable(source),
        other => return Problem::internal(other),
    };
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    let detail = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
    Problem::new(status, error.code(), detail)
}
