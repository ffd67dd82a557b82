use std::path::PathBuf;
use std::time::Duration;

use crate::file_type::FileType;

/// Whatever went wrong elsewhere.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The place for files cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder cannot be made, or nothing can be written into it.
    #[error("could not write to the folder {}", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The endpoint of a bucket is not a URL of the web.
    #[error("the endpoint of a bucket begins with http:// or https:// and carries no password")]
    Endpoint,
    /// A bucket at an endpoint of one's own, without keys: only Amazon's machines have keys of their own.
    #[error("a bucket at an endpoint of one's own needs an access key and its secret")]
    NoKeys,
    /// The bucket cannot be set up.
    #[error("could not set up the bucket")]
    Bucket(#[source] BoxError),
}

/// A file was not stored, and nothing is left of it. Only after [`PutError::Store`] it may be there all the same, whole.
///
/// All but [`PutError::Upload`] and [`PutError::Store`] are the sender's to mend, and say how.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PutError {
    /// It is larger than allowed.
    #[error("the file is larger than {limit} bytes: send a smaller one")]
    TooLarge {
        /// The largest accepted size, in bytes.
        limit: u64,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Files of its type are not taken.
    #[error("files of type {found} are not accepted: send {}", one_of(allowed))]
    NotAllowed {
        /// Its type, as it was declared or as its bytes say.
        found: String,
        /// The types that are taken.
        allowed: Vec<FileType>,
    },
    /// It is not what the sender says.
    #[error("the file is said to be {declared}, but holds {}", content(*declared, found))]
    Mismatch {
        /// The type that the sender declares.
        declared: FileType,
        /// The type that its bytes have; `application/octet-stream` if they tell nothing.
        found: String,
    },
    /// The upload broke off.
    #[error("the upload broke off")]
    Upload(#[source] BoxError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PutError {
    /// Returns a stable, machine-readable name, such as `attachment_too_large`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "attachment_too_large",
            Self::Empty => "attachment_empty",
            Self::NotAllowed { .. } => "attachment_type_not_allowed",
            Self::Mismatch { .. } => "attachment_type_mismatch",
            Self::Upload(_) => "attachment_upload_broken",
            Self::Store(_) => "attachment_store_unavailable",
        }
    }
}

/// A file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GetError {
    /// This user has no such file.
    #[error("there is no such file")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The store of files failed: "try again later". The source says more to operators than people should read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It answered badly, or could not be reached.
    #[error("the store of files failed")]
    Failed(#[source] BoxError),
    /// It did not answer.
    #[error("the store of files did not answer within {} s", limit.as_secs())]
    Timeout {
        /// How long it was waited for.
        limit: Duration,
    },
}

impl StoreError {
    pub(crate) fn failed(source: impl Into<BoxError>) -> Self {
        Self::Failed(source.into())
    }
}

/// Returns the names of types as a sentence lists them.
fn one_of(allowed: &[FileType]) -> String {
    let names: Vec<_> = allowed.iter().map(|it| it.mime_type()).collect();
    match names.split_last() {
        None => "none".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// Returns what a file holds, with what to do about it where that is not plain.
fn content(declared: FileType, found: &str) -> String {
    if declared.is_text() && found == UNKNOWN {
        return "no UTF-8 text: save it as UTF-8".to_owned();
    }
    format!("{found}: send it as what it is")
}

/// The type of bytes that tell nothing.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_say_what_to_do() {
        let mismatch = |declared, found: &str| {
            let found = found.to_owned();
            PutError::Mismatch { declared, found }.to_string()
        };
        assert_eq!(
            mismatch(FileType::Png, "application/zip"),
            "the file is said to be image/png, but holds application/zip: send it as what it is"
        );
        assert_eq!(
            mismatch(FileType::Csv, UNKNOWN),
            "the file is said to be text/csv, but holds no UTF-8 text: save it as UTF-8"
        );
        let refused = PutError::NotAllowed {
            found: "application/zip".into(),
            allowed: vec![FileType::Png, FileType::Jpeg, FileType::Pdf],
        };
        assert_eq!(
            refused.to_string(),
            "files of type application/zip are not accepted: send image/png, image/jpeg or application/pdf"
        );
    }
}
