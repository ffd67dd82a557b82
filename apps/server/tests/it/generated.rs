//! Documents that are generated from the code.

use std::path::Path;

use crate::database::documents_are_to_be_updated;

/// Holds the document at `path` (from the repository's root) against `content`, or writes it with `UPDATE_DOCS` set.
pub(crate) fn check(path: &str, content: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    if documents_are_to_be_updated() {
        std::fs::write(&file, content).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == content,
        "{path} does not agree with the code: run scripts/generate.sh and read what changed"
    );
}
