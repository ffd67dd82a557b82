//! Buckets, as far as requests show them.

#![cfg(feature = "s3")]

use secrecy::SecretString;
use wiremock::matchers::{header, header_regex, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::{chunks, get, id, png, put, user};
use crate::{AttachmentConfig, AttachmentFiles, Limits, OpenError, PutError, S3Config, S3Keys};

fn config(endpoint: Option<&str>) -> S3Config {
    // Somebody else in this process may have done so.
    let _ = rustls::crypto::ring::default_provider().install_default();
    S3Config {
        bucket: "my-files".into(),
        prefix: "task/pilot".into(),
        endpoint: endpoint.map(|it| it.parse().unwrap()),
        region: Some("eu-central-1".into()),
        keys: Some(S3Keys {
            access_key_id: "AKIDEXAMPLE".into(),
            secret_access_key: SecretString::from("wJalrXUtnFEMI"),
            session_token: Some(SecretString::from("FwoGZXIvYXdz")),
        }),
        client: reqwest::Client::builder().no_proxy().build().unwrap(),
    }
}

fn open(config: S3Config) -> Result<AttachmentFiles, OpenError> {
    AttachmentFiles::open(&AttachmentConfig::Bucket(Box::new(config)))
}

/// A server that speaks as much S3 as a test needs, and files in it.
async fn bucket() -> (MockServer, AttachmentFiles) {
    let server = MockServer::start().await;
    let files = open(config(Some(&server.uri()))).unwrap();
    (server, files)
}

fn key() -> String {
    let files = open(config(None)).unwrap();
    format!("/my-files/{}", files.key(&user("ada"), &id("a")))
}

#[test]
fn a_bucket_is_set_up_without_being_asked() {
    assert!(open(config(None)).is_ok());
    assert!(open(config(Some("http://localhost:9000"))).is_ok());
    let role = S3Config {
        keys: None,
        ..config(None)
    };
    assert!(open(role).is_ok());
    let keyless = S3Config {
        keys: None,
        ..config(Some("https://minio.example.com"))
    };
    assert!(matches!(open(keyless), Err(OpenError::NoKeys)));
    for endpoint in ["ftp://x", "file:///x", "https://ada:hunter2@x"] {
        let error = open(config(Some(endpoint))).unwrap_err();
        assert!(matches!(error, OpenError::Endpoint), "{endpoint}");
    }
}

#[test]
fn no_secret_is_shown() {
    let config = AttachmentConfig::Bucket(Box::new(config(None)));
    let files = AttachmentFiles::open(&config).unwrap();
    let shown = format!("{config:?} {files:?}");
    for secret in ["wJalrXUtnFEMI", "FwoGZXIvYXdz"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_small_file_is_one_signed_request() {
    let (server, files) = bucket().await;
    let signed = "^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-central-1/s3/aws4_request,";
    Mock::given(method("PUT"))
        .and(path(key()))
        .and(query_param_is_missing("partNumber"))
        .and(header_regex("authorization", signed))
        .and(header("x-amz-security-token", "FwoGZXIvYXdz"))
        .and(header("content-type", "image/png"))
        .respond_with(ResponseTemplate::new(200).insert_header("etag", "\"1\""))
        .expect(1)
        .mount(&server)
        .await;
    put(&files, "a", &png(1_000_000), "image/png")
        .await
        .unwrap();
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].body == png(1_000_000));
}

#[tokio::test]
async fn a_missing_file_is_told_from_a_closed_bucket() {
    let (server, files) = bucket().await;
    let answer = |status| Mock::given(method("GET")).respond_with(ResponseTemplate::new(status));
    let missing = answer(404).mount_as_scoped(&server).await;
    assert_eq!(get(&files, "a").await, None);
    drop(missing);
    answer(403).mount(&server).await;
    let refused = files.get(&user("ada"), &id("a")).await.unwrap_err();
    assert_eq!(refused.to_string(), "the store of files failed");
}

/// What S3 answers when a file in parts begins.
const BEGUN: &str = "<InitiateMultipartUploadResult><Bucket>my-files</Bucket><Key>a</Key>\
    <UploadId>u1</UploadId></InitiateMultipartUploadResult>";

/// What it answers when all parts have come.
const COMPLETED: &str = "<CompleteMultipartUploadResult><Bucket>my-files</Bucket><Key>a</Key>\
    <ETag>\"1-2\"</ETag></CompleteMultipartUploadResult>";

#[tokio::test]
async fn a_large_file_comes_in_parts_and_a_refused_one_is_aborted() {
    let (server, files) = bucket().await;
    Mock::given(method("POST"))
        .and(path(key()))
        .and(query_param("uploads", ""))
        .respond_with(ResponseTemplate::new(200).set_body_string(BEGUN))
        .expect(2)
        .mount(&server)
        .await;
    Mock::given(method("PUT"))
        .and(query_param("uploadId", "u1"))
        .respond_with(ResponseTemplate::new(200).insert_header("etag", "\"1\""))
        .expect(3)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(query_param("uploadId", "u1"))
        .respond_with(ResponseTemplate::new(200).set_body_string(COMPLETED))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("DELETE"))
        .and(path(key()))
        .and(query_param("uploadId", "u1"))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    put(&files, "a", &png(6_000_000), "image/png")
        .await
        .unwrap();
    let limits = Limits {
        max_bytes: 5_999_999,
        ..Limits::default()
    };
    let content = chunks(&png(6_000_000), 10_000);
    let refused = files
        .put(&user("ada"), &id("a"), content, None, &limits)
        .await;
    assert!(matches!(refused, Err(PutError::TooLarge { .. })));
    server.verify().await;
}
