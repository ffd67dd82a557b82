use crate::error::PutError;
use crate::file_type::{FileType, essence};

/// The largest file that is accepted unless another limit is chosen: 20 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 20 * 1024 * 1024;

/// What may be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub max_bytes: u64,
    /// The types that are taken.
    pub allowed: Vec<FileType>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: DEFAULT_MAX_BYTES,
            allowed: FileType::ALL.to_vec(),
        }
    }
}

impl Limits {
    /// Tells whether a file that is announced may be sent, so that nobody uploads what would be refused.
    ///
    /// What comes is looked at all the same: a client may say one thing and send another.
    ///
    /// # Errors
    /// [`PutError::Empty`], [`PutError::TooLarge`] or [`PutError::NotAllowed`].
    pub fn check_announced(&self, size: u64, mime_type: &str) -> Result<(), PutError> {
        self.check_size(size)?;
        if size == 0 {
            return Err(PutError::Empty);
        }
        self.declared(Some(mime_type)).map(|_| ())
    }

    pub(crate) fn check_size(&self, size: u64) -> Result<(), PutError> {
        if size > self.max_bytes {
            return Err(PutError::TooLarge {
                limit: self.max_bytes,
            });
        }
        Ok(())
    }

    /// Returns the type a client declares; `None` when it says nothing.
    pub(crate) fn declared(&self, mime_type: Option<&str>) -> Result<Option<FileType>, PutError> {
        let name = mime_type.map(essence).unwrap_or_default();
        // Browsers send these for a file whose ending they do not know, such as `.md`.
        if name.is_empty() || name == "application/octet-stream" {
            return Ok(None);
        }
        match FileType::parse(&name) {
            Some(file_type) => self.admit(file_type).map(Some),
            None => Err(self.not_allowed(name)),
        }
    }

    pub(crate) fn admit(&self, file_type: FileType) -> Result<FileType, PutError> {
        if self.allowed.contains(&file_type) {
            return Ok(file_type);
        }
        Err(self.not_allowed(file_type.mime_type()))
    }

    pub(crate) fn not_allowed(&self, found: impl Into<String>) -> PutError {
        PutError::NotAllowed {
            found: found.into(),
            allowed: self.allowed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announced_file_is_refused_before_it_is_sent() {
        let limits = Limits {
            max_bytes: 10,
            allowed: vec![FileType::Png, FileType::Csv],
        };
        let said = |size, mime_type| match limits.check_announced(size, mime_type) {
            Ok(()) => "welcome".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(said(10, "image/png"), "welcome");
        assert_eq!(said(10, "text/csv; charset=utf-8"), "welcome");
        assert_eq!(said(10, ""), "welcome");
        assert_eq!(
            said(11, "image/png"),
            "the file is larger than 10 bytes: send a smaller one"
        );
        assert_eq!(said(0, "image/png"), "the file is empty");
        assert_eq!(
            said(1, "image/jpeg"),
            "files of type image/jpeg are not accepted: send image/png or text/csv"
        );
        assert_eq!(
            said(1, "image/svg+xml"),
            "files of type image/svg+xml are not accepted: send image/png or text/csv"
        );
    }
}
