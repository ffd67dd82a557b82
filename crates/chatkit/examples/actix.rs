//! A ChatKit server under actix-web: `cargo run -p taskpilot-chatkit --example actix`, then `POST` to
//! `http://127.0.0.1:8000/chatkit`.

mod echo;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, post};
use taskpilot_chatkit::{ChatKit, Response};

use echo::{Caller, chatkit};

#[post("/chatkit")]
async fn endpoint(chatkit: Data<ChatKit<Caller>>, body: Bytes) -> HttpResponse {
    match chatkit.process(&body, Caller).await {
        Ok(Response::Json(json)) => HttpResponse::Ok()
            .content_type("application/json")
            .body(json),
        Ok(Response::Stream(frames)) => HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header(("Cache-Control", "no-cache, no-transform"))
            .insert_header(("X-Accel-Buffering", "no"))
            .streaming(frames),
        Err(error) => {
            let status = actix_web::http::StatusCode::from_u16(error.status());
            HttpResponse::build(status.unwrap_or_default())
                .content_type("application/problem+json")
                .body(error.problem())
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let chatkit = Data::new(chatkit());
    HttpServer::new(move || App::new().app_data(chatkit.clone()).service(endpoint))
        .bind("127.0.0.1:8000")?
        .run()
        .await
}
