//! Citations and generated images.

use taskpilot_chatkit::Annotation as Shown;
use taskpilot_model_client::{Annotation, CitedSource};

use super::*;

fn url(url: &str, title: &str, end: Option<u64>) -> Annotation {
    let source = CitedSource::Url {
        url: url.to_owned(),
        title: title.to_owned(),
    };
    Annotation {
        source,
        start: None,
        end,
    }
}

fn file(name: &str, end: u64) -> Annotation {
    let source = CitedSource::ContainerFile {
        container_id: "c".to_owned(),
        file_id: "f".to_owned(),
        filename: name.to_owned(),
    };
    Annotation {
        source,
        start: Some(0),
        end: Some(end),
    }
}

#[tokio::test]
async fn citations_come_as_they_are_made_and_are_stored_with_the_text() {
    let chat = chat([Scripted::new()
        .text("Grüß 🦀. ")
        .annotation(url("https://a.example", "A", Some(6)))
        .annotation(file("", 3))
        .text("Bye.")
        .annotation(url("https://b.example", "", None))
        .annotation(file("b.csv", 12))]);
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
    let added: Vec<_> = events
        .iter()
        .map(|event| &event["update"])
        .filter(|update| update["type"] == "assistant_message.content_part.annotation_added")
        .collect();
    // What is left out leaves no gap.
    for (at, update) in added.iter().enumerate() {
        assert_eq!(update["annotation_index"], at);
    }
    let shown: Vec<_> = added.iter().map(|it| it["annotation"].clone()).collect();
    let stored = chat.stored(&thread).await;
    assert_eq!(stored[1]["content"][0]["annotations"], json!(shown));
}

#[tokio::test]
async fn places_count_from_the_beginning_of_the_message_that_holds_them() {
    let chat = chat([Scripted::new()
        .text("One.")
        .image(0)
        .text("Two.")
        .annotation(url("https://a.example", "A", Some(7)))]);
    let (thread, _) = chat.begin().await;
    let stored = chat.stored(&thread).await;
    assert_eq!(
        chat.kinds(&thread).await,
        [
            "user_message",
            "assistant_message",
            "generated_image",
            "assistant_message"
        ]
    );
    assert_eq!(stored[1]["content"][0]["annotations"], json!([]));
    assert_eq!(stored[3]["content"][0]["annotations"][0]["index"], 3);
}

#[tokio::test]
async fn an_image_becomes_clearer_and_is_stored_whole() {
    let chat = chat([Scripted::new().image(2)]);
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
    let stored = chat.stored(&thread).await;
    assert_eq!(stored[1]["image"]["url"], "data:image/png;base64,QUJD");
}

#[tokio::test]
async fn an_image_that_will_not_be_whole_is_removed() {
    let chat = chat([Scripted::new().unfinished_image().fail(ErrorKind::Stalled)]);
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
    assert_eq!(chat.kinds(&thread).await, ["user_message"]);
}

struct Own;

#[async_trait]
impl RunConverter for Own {
    async fn image_url(&self, id: &str, _: &str, _: Option<&str>, partial: Option<u64>) -> String {
        format!("https://files.example/{id}/{partial:?}")
    }

    fn image_progress(&self, index: u64) -> Option<f64> {
        (index == 1).then_some(7.0)
    }

    fn citation(&self, _: &Annotation, _: Option<u64>) -> Option<Shown> {
        None
    }
}

#[tokio::test]
async fn an_application_keeps_images_and_citations_its_own_way() {
    let turn =
        Scripted::new()
            .image(2)
            .text("Here.")
            .annotation(url("https://a.example", "A", None));
    let chat = chat_of([turn], Arc::new(Own), |agent| agent);
    let (_, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
}
