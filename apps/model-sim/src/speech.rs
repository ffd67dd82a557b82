//! Dictation: a recording is taken for its own transcript, so that tests can say what was said.

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use futures_util::TryStreamExt;
use serde_json::json;

use crate::error::ApiError;

pub(crate) async fn transcribe(form: Multipart) -> HttpResponse {
    match transcript(form).await {
        Ok(text) => HttpResponse::Ok().json(json!({ "text": text })),
        Err(error) => error.response(),
    }
}

async fn transcript(mut form: Multipart) -> Result<String, ApiError> {
    let unreadable =
        |error: actix_multipart::MultipartError| ApiError::invalid("file", error.to_string());
    let (mut model, mut file) = (None, None);
    while let Some(mut field) = form.try_next().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(unreadable)? {
            bytes.extend_from_slice(&chunk);
        }
        match name.as_str() {
            "model" => model = Some(bytes),
            "file" => file = Some(bytes),
            _ => {}
        }
    }
    model.ok_or_else(|| ApiError::invalid("model", "you must provide a model parameter"))?;
    let file = file.ok_or_else(|| ApiError::invalid("file", "you must provide a file"))?;
    String::from_utf8(file)
        .map_err(|_| ApiError::invalid("file", "Audio file might be corrupted or unsupported"))
}
