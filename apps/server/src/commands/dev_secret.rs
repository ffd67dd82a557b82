//! The secret that signs tokens while somebody tries TaskPilot out: made once, kept beside the database.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::Context as _;
use secrecy::SecretString;

/// The file's name in the data folder.
const FILE: &str = "dev-secret";

/// Reads the secret, or makes one that only this account can read.
pub(crate) fn load_or_create(folder: &Path) -> anyhow::Result<SecretString> {
    let path = folder.join(FILE);
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            let secret = random_hex()?;
            file.write_all(secret.as_bytes())
                .and_then(|()| file.sync_all())?;
            Ok(secret.into())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let secret = fs::read_to_string(&path)
                .with_context(|| format!("could not read {}", path.display()))?;
            Ok(secret.trim().to_owned().into())
        }
        Err(error) => Err(error).with_context(|| format!("could not write {}", path.display())),
    }
}

fn random_hex() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let mut text = String::with_capacity(64);
    for byte in bytes {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn it_is_made_once_and_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = load_or_create(folder.path()).unwrap();
        let second = load_or_create(folder.path()).unwrap();
        assert_eq!(first.expose_secret().len(), 64);
        assert_eq!(first.expose_secret(), second.expose_secret());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join(FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
