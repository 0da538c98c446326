//! Brings a finished file to disk: whole or not at all, and only when it changed. Manual page: `tests/spec/output.md`.
//!
//! The bytes go to a new file in the same folder, are forced to the disk and then renamed over the old file, so that a
//! crash, a full disk or a power cut leave the old file or the new one, never half of one.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Temporary files are called `.deckle-PROCESS-XXXXXX.tmp`.
const PREFIX: &str = ".deckle-";
const SUFFIX: &str = ".tmp";

/// What happened to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is new or has new bytes.
    Changed,
    /// It had these bytes already and was not touched.
    Unchanged,
}

/// Why a file was not written. Whatever stood there stands there still.
#[derive(Debug)]
pub struct WriteError {
    /// Stable name such as `output-folder-missing`.
    pub code: &'static str,
    /// What went wrong, lower case, without a final period.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({})", self.message, self.hint)
    }
}

impl std::error::Error for WriteError {}

/// Writes `bytes` to `path`. `read` are the canonical paths of all files the deck was made from; none of them is ever
/// written. A symbolic link is written through to what it points to.
///
/// # Errors
/// When the folder is missing, the path is a folder or one of the files read, or the disk refuses; the old file stays.
pub fn write(path: &Path, bytes: &[u8], read: &[PathBuf]) -> Result<Written, WriteError> {
    let target = place(path)?;
    if read.contains(&target) {
        let message = format!("the output `{}` is a file of the talk itself", path.display());
        return Err(error("output-is-input", message, "name another file with `-o`"));
    }
    if has_bytes(&target, bytes) {
        return Ok(Written::Unchanged);
    }
    replace_with(path, &target, |file| file.write_all(bytes))?;
    Ok(Written::Changed)
}

/// Writes a new file and moves it to `target`; `path` is what people call it.
pub(super) fn replace_with(
    path: &Path,
    target: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), WriteError> {
    // A rename would replace it all the same, but somebody who takes the right to write away means it.
    if fs::metadata(target).is_ok_and(|data| data.permissions().readonly()) {
        let message = format!("the output `{}` is write-protected", path.display());
        return Err(error("output-unwritable", message, "allow writing to it, or name another file with `-o`"));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    sweep(folder);
    replace(target, folder, fill).map_err(|reason| refused(path, &reason))
}

/// The file behind the path: its folder made canonical, symbolic links followed.
pub(super) fn place(path: &Path) -> Result<PathBuf, WriteError> {
    if path.is_dir() {
        let message = format!("the output `{}` is a folder", path.display());
        return Err(error(
            "output-is-folder",
            message,
            format!("name a file in it: `-o {}`", path.join("talk.html").display()),
        ));
    }
    let mut path = path.to_path_buf();
    // A link may point to a file that is not there yet, so `canonicalize` alone is not enough.
    for _ in 0..40 {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let Ok(canonical) = folder.canonicalize() else {
            let message = format!("the folder `{}` of the output does not exist", folder.display());
            return Err(error(
                "output-folder-missing",
                message,
                format!("make it first: `mkdir -p {}`", folder.display()),
            ));
        };
        let Some(name) = path.file_name() else {
            return Err(error(
                "output-is-folder",
                format!("the output `{}` names no file", path.display()),
                "name a file with `-o`",
            ));
        };
        let full = canonical.join(name);
        match fs::read_link(&full) {
            Ok(next) => path = canonical.join(next),
            Err(_) => return Ok(full),
        }
    }
    Err(error(
        "output-unwritable",
        format!("the output `{}` is a link in a circle", path.display()),
        "name another file with `-o`",
    ))
}

/// Whether the file is regular and has exactly these bytes.
fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    if !file.metadata().is_ok_and(|data| data.is_file() && data.len() == bytes.len() as u64) {
        return false;
    }
    let mut rest = bytes;
    let mut part = vec![0; 64 << 10];
    loop {
        match file.read(&mut part) {
            Ok(0) => return rest.is_empty(),
            Ok(length) if rest.starts_with(&part[..length]) => rest = &rest[length..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ => return false,
        }
    }
}

fn replace(target: &Path, folder: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let prefix = format!("{PREFIX}{}-", std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX);
    // A new file gets what the process's mask leaves of `rw-rw-rw-`; private is only what the mask makes private.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The file removes itself when anything below fails.
    let mut file = builder.tempfile_in(folder)?;
    if let Ok(old) = fs::metadata(target) {
        file.as_file().set_permissions(old.permissions())?;
    }
    fill(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    // The rename itself must reach the disk too; where folders cannot be opened this is left to the system.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Removes temporary files of runs that were killed: of processes that are gone, or older than an hour.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let hour_ago = SystemTime::now().checked_sub(Duration::from_secs(3600));
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(middle) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)) else {
            continue;
        };
        let owner = middle.split_once('-').and_then(|(process, _)| process.parse::<u32>().ok());
        let is_old = entry
            .metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|time| hour_ago.is_some_and(|limit| time < limit));
        if is_old || owner.is_some_and(|process| !is_running(process)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a process of that number lives on this machine; where that cannot be told, yes.
fn is_running(process: u32) -> bool {
    let processes = Path::new("/proc");
    process == std::process::id() || !processes.join("self").exists() || processes.join(process.to_string()).exists()
}

fn refused(path: &Path, reason: &io::Error) -> WriteError {
    let hint = match reason.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; free some space, or write elsewhere with `-o`"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "write to a folder of your own with `-o`"
        }
        _ => "write elsewhere with `-o`",
    };
    error("output-unwritable", format!("cannot write `{}`: {reason}", path.display()), hint)
}

pub(super) fn error(code: &'static str, message: String, hint: impl Into<String>) -> WriteError {
    WriteError { code, message, hint: hint.into() }
}

#[cfg(test)]
mod tests;
