use std::path::PathBuf;

#[cfg(feature = "s3")]
use secrecy::SecretString;
#[cfg(feature = "s3")]
use url::Url;

/// Where files are kept, with all that it takes to get there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AttachmentConfig {
    /// In a folder, which is made if it is missing.
    Folder(PathBuf),
    /// In a bucket.
    #[cfg(feature = "s3")]
    Bucket(Box<S3Config>),
}

/// A bucket of S3, or of what speaks like it: `MinIO`, Garage, Ceph, R2.
#[cfg(feature = "s3")]
#[derive(Debug, Clone)]
pub struct S3Config {
    /// The bucket's name.
    pub bucket: String,
    /// What each key begins with; may be empty.
    pub prefix: String,
    /// The server, such as `http://localhost:9000`; `None` means Amazon's. The bucket's name is put into the path.
    pub endpoint: Option<Url>,
    /// The region; `None` means `us-east-1`, which servers other than Amazon's mostly ignore.
    pub region: Option<String>,
    /// Who is allowed in; `None` asks Amazon's machines for the keys of their role.
    pub keys: Option<S3Keys>,
    /// Speaks HTTP. Should follow no redirect to another origin.
    pub client: reqwest::Client,
}

/// A pair of keys.
#[cfg(feature = "s3")]
#[derive(Debug, Clone)]
pub struct S3Keys {
    /// Names the keys.
    pub access_key_id: String,
    /// Signs requests.
    pub secret_access_key: SecretString,
    /// Comes with keys that expire.
    pub session_token: Option<SecretString>,
}
