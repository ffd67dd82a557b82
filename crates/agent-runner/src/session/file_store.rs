use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use taskpilot_model_client::InputItem;

use super::{SessionError, SessionStore};

/// Conversations in a folder, each in a file of its own; for programs on one machine.
///
/// Each line of a file is what one run added, as JSON, and is on the disk before the run ends. A line that was cut by a
/// crash was never promised: it is not read, and the next one replaces it. Runs of several processes may share the
/// folder, as its file system's locks hold (those of network file systems often do not).
#[derive(Debug, Clone)]
pub struct FileStore {
    folder: PathBuf,
}

impl FileStore {
    /// Returns the store in `folder`, which is made if it does not exist.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Does `work` on the conversation's file, away from the threads that run futures.
    async fn on_file<T: Send + 'static>(
        &self,
        key: &str,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let path = self.folder.join(file_name(key));
        tokio::task::spawn_blocking(move || work(&path)).await?
    }
}

/// Keys may be any text and file names may not, so the name is the key's fingerprint.
fn file_name(key: &str) -> String {
    use std::fmt::Write as _;
    let mut name = String::with_capacity(70);
    for byte in Sha256::digest(key) {
        // Writing to a string does not fail.
        let _ = write!(name, "{byte:02x}");
    }
    name.push_str(".jsonl");
    name
}

#[async_trait]
impl SessionStore for FileStore {
    async fn read(&self, key: &str) -> Result<Vec<InputItem>, SessionError> {
        let items = self.on_file(key, |path| {
            let _lock = lock(path)?;
            match File::open(path) {
                Ok(mut file) => Ok(read(&mut file)?.0),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        });
        items.await.map_err(SessionError::load)
    }

    async fn append(&self, key: &str, items: Vec<InputItem>) -> Result<(), SessionError> {
        let appended = self.on_file(key, move |path| {
            let _lock = lock(path)?;
            let mut options = OpenOptions::new();
            let mut file = options
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)?;
            let (_, whole) = read(&mut file)?;
            file.set_len(whole)?;
            file.seek(SeekFrom::Start(whole))?;
            file.write_all(&line(&items)?)?;
            file.sync_data()
        });
        appended.await.map_err(SessionError::save)
    }

    async fn replace(
        &self,
        key: &str,
        seen: usize,
        items: Vec<InputItem>,
    ) -> Result<bool, SessionError> {
        let replaced = self.on_file(key, move |path| {
            let _lock = lock(path)?;
            let kept = match File::open(path) {
                Ok(mut file) => read(&mut file)?.0.len(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
                Err(error) => return Err(error),
            };
            if kept != seen {
                return Ok(false);
            }
            if items.is_empty() {
                remove(path)?;
            } else {
                put(path, &line(&items)?)?;
            }
            Ok(true)
        });
        replaced.await.map_err(SessionError::save)
    }
}

/// Waits until nobody else works on the conversation. The lock is a file beside it, because the file itself is replaced.
fn lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}

/// Returns the items of all whole lines, and where those end.
fn read(file: &mut File) -> io::Result<(Vec<InputItem>, u64)> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut items = Vec::new();
    let mut whole = 0_u64;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.last() != Some(&b'\n') {
            break;
        }
        let mut added: Vec<InputItem> = serde_json::from_slice(line)?;
        items.append(&mut added);
        whole = whole.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
    }
    Ok((items, whole))
}

fn line(items: &[InputItem]) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(items)?;
    line.push(b'\n');
    Ok(line)
}

/// Puts a file in place of another: whoever looks sees the one or the other.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("new");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
