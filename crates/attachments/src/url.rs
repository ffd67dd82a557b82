use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use object_store::path::Path;
use url::Url;

/// Where files are kept: a folder, as a plain path or `file:///…`, or `s3://bucket/prefix`.
///
/// It holds no secret: one with a user name or a password is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttachmentUrl {
    /// A folder on a disk; relative to the working directory unless it is absolute.
    Folder(PathBuf),
    /// A bucket of S3, or of what speaks like it.
    Bucket {
        /// Its name.
        bucket: String,
        /// What each key begins with, without slashes at its ends; may be empty.
        prefix: String,
    },
}

/// The text says no place for files. It is not repeated, for it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAttachmentUrl {
    /// It is neither a path nor a known URL.
    #[error(
        "files are kept in a folder (a path, or file:///path) or in a bucket (s3://bucket/prefix)"
    )]
    Scheme,
    /// The path is empty, or the URL of a file names another machine.
    #[error("name a folder: a path, or file:/// with an absolute one")]
    NoFolder,
    /// The bucket's name is none.
    #[error("the name of a bucket is 3 to 63 lowercase letters, digits, dots and hyphens")]
    Bucket,
    /// The prefix holds `.`, `..`, an empty part, or a character that keys must not have.
    #[error("the prefix of a bucket is plain names between single slashes")]
    Prefix,
    /// It has a user name, a password, a port, a query or a fragment.
    #[error(
        "the url of a bucket is its name and a prefix: keys and endpoint are set apart from it"
    )]
    Extra,
}

impl AttachmentUrl {
    /// Reads a URL or a path.
    ///
    /// # Errors
    /// See [`InvalidAttachmentUrl`].
    pub fn parse(text: &str) -> Result<Self, InvalidAttachmentUrl> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidAttachmentUrl::NoFolder);
        }
        let is_url = text.contains("://") || text.starts_with("file:") || text.starts_with("s3:");
        if !is_url {
            return Ok(Self::Folder(text.into()));
        }
        let url = Url::parse(text).map_err(|_| InvalidAttachmentUrl::Scheme)?;
        match url.scheme() {
            "file" => folder(&url),
            "s3" => bucket(&url),
            _ => Err(InvalidAttachmentUrl::Scheme),
        }
    }
}

fn folder(url: &Url) -> Result<AttachmentUrl, InvalidAttachmentUrl> {
    if url.query().is_some() || url.fragment().is_some() {
        return Err(InvalidAttachmentUrl::NoFolder);
    }
    let path = url
        .to_file_path()
        .map_err(|()| InvalidAttachmentUrl::NoFolder)?;
    Ok(AttachmentUrl::Folder(path))
}

fn bucket(url: &Url) -> Result<AttachmentUrl, InvalidAttachmentUrl> {
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !is_bare {
        return Err(InvalidAttachmentUrl::Extra);
    }
    let bucket = url.host_str().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_name = (3..=63).contains(&bucket.len())
        && bucket
            .bytes()
            .all(|byte| plain(byte) || matches!(byte, b'.' | b'-'))
        && bucket.bytes().next().is_some_and(plain)
        && bucket.bytes().next_back().is_some_and(plain);
    if !is_name {
        return Err(InvalidAttachmentUrl::Bucket);
    }
    let prefix = url.path().trim_matches('/');
    // An escaped character would be escaped again in each key.
    if prefix.contains('%') {
        return Err(InvalidAttachmentUrl::Prefix);
    }
    let prefix = Path::parse(prefix).map_err(|_| InvalidAttachmentUrl::Prefix)?;
    Ok(AttachmentUrl::Bucket {
        bucket: bucket.to_owned(),
        prefix: prefix.into(),
    })
}

impl FromStr for AttachmentUrl {
    type Err = InvalidAttachmentUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for AttachmentUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(formatter, "{}", path.display()),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => {
                write!(formatter, "s3://{bucket}")
            }
            Self::Bucket { bucket, prefix } => write!(formatter, "s3://{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_path_or_a_file_url() {
        for (text, path) in [
            ("data/attachments", "data/attachments"),
            (" /var/lib/files ", "/var/lib/files"),
            #[cfg(unix)]
            ("file:///var/my%20files", "/var/my files"),
        ] {
            let folder = AttachmentUrl::Folder(path.into());
            assert_eq!(AttachmentUrl::parse(text), Ok(folder));
        }
        for text in [
            "",
            "  ",
            "file://data/attachments",
            "file:///a?b",
            "file:///a#b",
        ] {
            let parsed = AttachmentUrl::parse(text);
            assert_eq!(parsed, Err(InvalidAttachmentUrl::NoFolder), "{text}");
        }
    }

    #[test]
    fn a_bucket_is_a_name_and_a_prefix() {
        for (text, shown) in [
            ("s3://my-files", "s3://my-files"),
            ("s3://my-files/", "s3://my-files"),
            ("s3://my.files/task/pilot/", "s3://my.files/task/pilot"),
        ] {
            let parsed = AttachmentUrl::parse(text).unwrap();
            assert!(matches!(parsed, AttachmentUrl::Bucket { .. }), "{text}");
            assert_eq!(parsed.to_string(), shown);
        }
    }

    #[test]
    fn everything_else_is_refused_without_repeating_it() {
        use InvalidAttachmentUrl as No;
        for (text, error) in [
            ("gs://bucket", No::Scheme),
            ("https://s3.amazonaws.com/bucket", No::Scheme),
            ("://", No::Scheme),
            ("s3:bucket", No::Bucket),
            ("s3://", No::Bucket),
            ("s3://ab", No::Bucket),
            ("s3://My_Bucket", No::Bucket),
            ("s3://-bucket", No::Bucket),
            ("s3://bucket/a//b", No::Prefix),
            ("s3://bucket/a%2f..", No::Prefix),
            ("s3://key:hunter2@bucket", No::Extra),
            ("s3://bucket:9000/x", No::Extra),
            ("s3://bucket/x?region=eu", No::Extra),
        ] {
            assert_eq!(AttachmentUrl::parse(text), Err(error), "{text}");
        }
        let said = AttachmentUrl::parse("s3://key:hunter2@bucket").unwrap_err();
        assert!(!format!("{said} {said:?}").contains("hunter2"));
    }
}
