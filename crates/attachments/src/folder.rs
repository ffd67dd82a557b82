//! What a folder on a disk needs beyond what `object_store` does: modes, and a broom.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// The size of the parts in which larger files are written.
pub(crate) const PART_BYTES: usize = 256 * 1024;

/// A folder that only this account may look into.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder if it is missing, and makes sure that it can be written to.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        make(root)?;
        let probe = root.join(".probe");
        new_file().create(true).truncate(true).open(&probe)?;
        match fs::remove_file(&probe) {
            // Another server that starts at the same time has done it.
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(Self {
            root: fs::canonicalize(root)?,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder in which the file of this key goes.
    pub(crate) fn prepare(&self, key: &str) -> io::Result<()> {
        match self.root.join(key).parent() {
            Some(folder) => make(folder),
            None => Ok(()),
        }
    }

    /// Takes from others what the process's umask let them have. Until then they could not enter its folder.
    pub(crate) fn seal(&self, key: &str) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let path = self.root.join(key);
            match fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
                // It was deleted meanwhile.
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes what uploads left that were cut by the end of their process, if nothing was written to it since
    /// `before`. Returns how many there were.
    pub(crate) fn remove_unfinished(&self, before: Timestamp) -> io::Result<u64> {
        let mut removed = 0_u64;
        for user in fs::read_dir(&self.root)? {
            let user = user?;
            if !user.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(user.path())? {
                let file = file?;
                // `object_store` writes to `id#1`, and no id has a `#`.
                if !file.file_name().to_string_lossy().contains('#') {
                    continue;
                }
                if is_older(&file, before)? {
                    removed = removed.saturating_add(u64::from(remove(&file.path())?));
                }
            }
        }
        Ok(removed)
    }
}

/// Returns whether nothing was written to the file since `before`; one that is gone was finished.
fn is_older(file: &fs::DirEntry, before: Timestamp) -> io::Result<bool> {
    match file.metadata().and_then(|it| it.modified()) {
        Ok(modified) => Ok(Timestamp::try_from(modified).is_ok_and(|it| it < before)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a folder, and those above it. One that is there keeps its mode.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
