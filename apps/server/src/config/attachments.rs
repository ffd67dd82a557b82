use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Args;
#[cfg(feature = "s3")]
use secrecy::ExposeSecret;
use secrecy::SecretString;
use taskpilot_attachments::{
    AttachmentConfig, AttachmentFiles, AttachmentUrl, DEFAULT_MAX_BYTES, FileType, Limits,
};

/// Where attached files are kept, and what may be attached.
#[derive(Debug, Args)]
#[command(next_help_heading = "Attachments")]
pub struct AttachmentArgs {
    /// Folder or bucket for attached files: a path, `file:///PATH`, or `s3://BUCKET/PREFIX`.
    ///
    /// By default the folder `attachments` beside the SQLite file, or in `data` with PostgreSQL. Several replicas need
    /// one folder that all of them see, or a bucket.
    #[arg(long, env = "ATTACHMENTS_URL", hide_env_values = true)]
    pub attachments_url: Option<String>,

    /// Largest attached file, in bytes.
    #[arg(long, env = "MAX_ATTACHMENT_BYTES", default_value_t = DEFAULT_MAX_BYTES)]
    pub max_attachment_bytes: u64,

    /// Types of files that may be attached, comma-separated; the default is all that there are.
    #[arg(
        long,
        env = "ATTACHMENT_TYPES",
        default_value = "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/markdown,text/csv,application/json",
        value_delimiter = ',',
        value_parser = file_type
    )]
    pub attachment_types: Vec<FileType>,

    /// Server of the bucket if it is not Amazon's, such as `http://localhost:9000`.
    #[arg(long, env = "ATTACHMENTS_S3_ENDPOINT", hide_env_values = true)]
    pub attachments_s3_endpoint: Option<String>,

    /// Region of the bucket; `us-east-1` by default.
    #[arg(long, env = "AWS_REGION")]
    pub aws_region: Option<String>,

    /// Name of the keys to the bucket. Without keys, a machine of Amazon's uses those of its role.
    #[arg(long, env = "AWS_ACCESS_KEY_ID")]
    pub aws_access_key_id: Option<String>,

    /// Secret of the keys.
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide_env_values = true)]
    pub aws_secret_access_key: Option<SecretString>,

    /// Token that comes with keys that expire.
    #[arg(long, env = "AWS_SESSION_TOKEN", hide_env_values = true)]
    pub aws_session_token: Option<SecretString>,
}

impl AttachmentArgs {
    /// Opens the place for files; a folder is made if it is missing. `data_dir` is where the installation keeps files.
    ///
    /// # Errors
    /// A setting cannot be read, settings do not fit together, or the folder cannot be made or written to.
    pub fn open(&self, data_dir: &Path) -> anyhow::Result<AttachmentFiles> {
        let config = match set(self.attachments_url.as_deref()) {
            None => AttachmentConfig::Folder(data_dir.join("attachments")),
            Some(url) => match AttachmentUrl::parse(url).context("ATTACHMENTS_URL")? {
                AttachmentUrl::Folder(path) => AttachmentConfig::Folder(path),
                AttachmentUrl::Bucket { bucket, prefix } => self.bucket(bucket, prefix)?,
                other => bail!("ATTACHMENTS_URL: no files can be kept at {other}"),
            },
        };
        AttachmentFiles::open(&config).context("attachments have no place (ATTACHMENTS_URL)")
    }

    /// Returns what may be attached.
    pub fn limits(&self) -> Limits {
        Limits {
            max_bytes: self.max_attachment_bytes,
            allowed: self.attachment_types.clone(),
        }
    }

    #[cfg(not(feature = "s3"))]
    #[expect(clippy::unused_self, reason = "a build with buckets reads its keys")]
    fn bucket(&self, _bucket: String, _prefix: String) -> anyhow::Result<AttachmentConfig> {
        bail!(
            "ATTACHMENTS_URL: this build keeps files in folders alone; buckets need its feature `s3`"
        )
    }

    #[cfg(feature = "s3")]
    fn bucket(&self, bucket: String, prefix: String) -> anyhow::Result<AttachmentConfig> {
        use taskpilot_attachments::{S3Config, S3Keys};
        use taskpilot_model_client::{Timeouts, http_client};

        let endpoint = match set(self.attachments_s3_endpoint.as_deref()) {
            None => None,
            Some(url) => Some(
                url.parse()
                    .context("ATTACHMENTS_S3_ENDPOINT is not a URL")?,
            ),
        };
        let secret = set_secret(self.aws_secret_access_key.as_ref());
        let keys = match (set(self.aws_access_key_id.as_deref()), secret) {
            (None, None) => None,
            (Some(access_key_id), Some(secret_access_key)) => Some(S3Keys {
                access_key_id: access_key_id.to_owned(),
                secret_access_key,
                session_token: set_secret(self.aws_session_token.as_ref()),
            }),
            _ => {
                bail!("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: set both, or none")
            }
        };
        Ok(AttachmentConfig::Bucket(Box::new(S3Config {
            bucket,
            prefix,
            endpoint,
            region: set(self.aws_region.as_deref()).map(str::to_owned),
            keys,
            client: http_client(&Timeouts::default())?,
        })))
    }
}

/// An empty variable counts as unset, as in a `.env` template.
fn set(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(feature = "s3")]
fn set_secret(value: Option<&SecretString>) -> Option<SecretString> {
    let value = set(value.map(ExposeSecret::expose_secret));
    value.map(|secret| SecretString::from(secret.to_owned()))
}

fn file_type(name: &str) -> Result<FileType, String> {
    FileType::parse(name).ok_or_else(|| {
        let known: Vec<_> = FileType::ALL.iter().map(|it| it.mime_type()).collect();
        format!("the types are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests;
