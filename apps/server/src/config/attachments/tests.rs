use std::fs;

use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    attachments: AttachmentArgs,
}

/// Reads flags; variables that the tests' environment may have set do not reach the cases.
fn parse(flags: &[&str]) -> Result<AttachmentArgs, clap::Error> {
    let unset = [
        "--attachments-url=",
        "--attachments-s3-endpoint=",
        "--aws-region=",
        "--aws-access-key-id=",
        "--aws-secret-access-key=",
        "--aws-session-token=",
    ];
    let name = |flag: &str| flag.split('=').next().map(str::to_owned);
    let unset = unset
        .iter()
        .filter(|flag| !flags.iter().any(|other| name(other) == name(flag)));
    let line = std::iter::once(&"taskpilot").chain(flags).chain(unset);
    Line::try_parse_from(line).map(|line| line.attachments)
}

/// Returns what is said to an operator, as one line.
fn said(flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    match parse(flags).unwrap().open(folder.path()) {
        Ok(_) => "opened".to_owned(),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn files_are_kept_beside_the_database_unless_a_place_is_named() {
    let folder = tempfile::tempdir().unwrap();
    parse(&[]).unwrap().open(folder.path()).unwrap();
    assert!(folder.path().join("attachments").is_dir());
    let named = folder.path().join("a b");
    let url = url::Url::from_file_path(&named).unwrap();
    let flag = format!("--attachments-url={url}");
    let arguments = parse(&[&flag]).unwrap();
    arguments.open(folder.path()).unwrap();
    assert!(named.is_dir());
}

#[test]
fn a_place_that_cannot_be_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let flag = format!("--attachments-url={}", file.join("x").display());
    let error = said(&[&flag]);
    let begin = format!(
        "attachments have no place (ATTACHMENTS_URL): could not write to the folder {}",
        file.join("x").display()
    );
    assert!(error.starts_with(&begin), "{error}");
    assert_eq!(error.lines().count(), 1);
    let error = said(&["--attachments-url=ftp://ada:hunter2@example.com"]);
    assert!(
        error.starts_with("ATTACHMENTS_URL: files are kept in"),
        "{error}"
    );
    assert!(!error.contains("hunter2"));
}

#[cfg(feature = "s3")]
#[test]
fn a_bucket_takes_both_keys_or_none() {
    let bucket = "--attachments-url=s3://my-files/x";
    let (id, secret) = (
        "--aws-access-key-id=AKID",
        "--aws-secret-access-key=hunter2",
    );
    let endpoint = "--attachments-s3-endpoint=http://localhost:9000";
    assert_eq!(said(&[bucket]), "opened");
    assert_eq!(
        said(&[bucket, id, secret, "--aws-session-token=t"]),
        "opened"
    );
    assert_eq!(said(&[bucket, endpoint, id, secret]), "opened");
    assert_eq!(
        said(&[bucket, id]),
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or none"
    );
    assert_eq!(
        said(&[bucket, endpoint]),
        "attachments have no place (ATTACHMENTS_URL): \
         a bucket at an endpoint of one's own needs an access key and its secret"
    );
    let error = said(&[bucket, id, secret, "--attachments-s3-endpoint=minio"]);
    assert!(
        error.starts_with("ATTACHMENTS_S3_ENDPOINT is not a URL"),
        "{error}"
    );
    let shown = format!("{:?}", parse(&[bucket, id, secret]).unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[cfg(not(feature = "s3"))]
#[test]
fn a_build_without_buckets_says_so() {
    let error = said(&["--attachments-url=s3://my-files"]);
    assert!(error.contains("feature `s3`"), "{error}");
}

#[test]
fn types_are_those_there_are() {
    let all = parse(&[]).unwrap().limits();
    assert_eq!(all, Limits::default());
    let few = parse(&[
        "--attachment-types=image/png,text/csv",
        "--max-attachment-bytes=9",
    ]);
    let few = few.unwrap().limits();
    assert_eq!(few.allowed, [FileType::Png, FileType::Csv]);
    assert_eq!(few.max_bytes, 9);
    let error = parse(&["--attachment-types=image/svg+xml"]).unwrap_err();
    assert!(error.to_string().contains("the types are image/png, "));
}
