#![doc = include_str!("../README.md")]

mod config;
mod error;
mod file_id;
mod file_type;
mod files;
mod folder;
mod inspect;
mod limits;
#[cfg(feature = "s3")]
mod s3;
mod sniff;
mod stored_file;
mod upload;
mod url;

pub use config::AttachmentConfig;
#[cfg(feature = "s3")]
pub use config::{S3Config, S3Keys};
pub use error::{BoxError, GetError, OpenError, PutError, StoreError};
pub use file_id::{FileId, InvalidFileId};
pub use file_type::FileType;
pub use files::{AttachmentFiles, Stored};
pub use limits::{DEFAULT_MAX_BYTES, Limits};
pub use stored_file::StoredFile;
pub use url::{AttachmentUrl, InvalidAttachmentUrl};

#[cfg(test)]
mod tests;
