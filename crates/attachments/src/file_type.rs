use std::fmt;

/// A type of file that may be attached: nothing that a browser would run.
///
/// No SVG and no HTML, which carry scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileType {
    /// `image/png`.
    Png,
    /// `image/jpeg`.
    Jpeg,
    /// `image/gif`.
    Gif,
    /// `image/webp`.
    Webp,
    /// `application/pdf`.
    Pdf,
    /// `text/plain`, in UTF-8.
    PlainText,
    /// `text/markdown`, in UTF-8.
    Markdown,
    /// `text/csv`, in UTF-8.
    Csv,
    /// `application/json`. It is UTF-8, but whether it is JSON is not looked at.
    Json,
}

impl FileType {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Webp,
        Self::Pdf,
        Self::PlainText,
        Self::Markdown,
        Self::Csv,
        Self::Json,
    ];

    /// Returns the type's registered name, without parameters.
    pub fn mime_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::PlainText => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Csv => "text/csv",
            Self::Json => "application/json",
        }
    }

    /// Reads a media type as clients write it: in any case, with parameters, and by some of its other names.
    pub fn parse(mime_type: &str) -> Option<Self> {
        let name = essence(mime_type);
        let known = Self::ALL.into_iter().find(|it| it.mime_type() == name);
        known.or(match name.as_str() {
            "image/jpg" | "image/pjpeg" => Some(Self::Jpeg),
            "application/x-pdf" => Some(Self::Pdf),
            "text/x-markdown" => Some(Self::Markdown),
            // The last is what browsers call a .csv where Excel is installed; its bytes must be text all the same.
            "application/csv" | "text/x-csv" | "application/vnd.ms-excel" => Some(Self::Csv),
            "text/json" => Some(Self::Json),
            _ => None,
        })
    }

    /// Returns whether it is a picture that browsers show.
    pub fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// Returns whether it is text, and so UTF-8 to the last byte.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::PlainText | Self::Markdown | Self::Csv | Self::Json
        )
    }
}

impl fmt::Display for FileType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.mime_type())
    }
}

/// Returns a media type without its parameters, in lowercase.
pub(crate) fn essence(mime_type: &str) -> String {
    let name = mime_type.split(';').next().unwrap_or_default();
    name.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_read_as_it_is_written() {
        for file_type in FileType::ALL {
            let written = file_type.to_string();
            assert_eq!(FileType::parse(&written), Some(file_type));
            let shouted = format!(" {}; charset=utf-8", written.to_uppercase());
            assert_eq!(FileType::parse(&shouted), Some(file_type));
            assert!(!(file_type.is_image() && file_type.is_text()));
        }
        assert_eq!(FileType::parse("image/jpg"), Some(FileType::Jpeg));
    }

    #[test]
    fn what_browsers_would_run_has_no_type() {
        for name in [
            "image/svg+xml",
            "text/html",
            "application/xhtml+xml",
            "text/xml",
            "text/javascript",
            "image/*",
            "image/png, text/html",
            "",
        ] {
            assert_eq!(FileType::parse(name), None, "{name}");
        }
    }
}
