//! Reads one regular file, never more of it than the limit, never waiting for anybody.
//! Rules and limits: `tests/spec/files.md`.

use super::names::clipped;
use super::{Diagnostic, Span};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such file.
    Missing,
    /// It is something else than a regular file; the words say what.
    Kind(&'static str),
    /// It has more bytes than the limit, which is named.
    TooLarge {
        /// Its size in bytes, as far as known.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The system said no; the words say why.
    Unreadable(String),
}

impl Refusal {
    /// What is told at `span`, where `path` is written.
    pub fn diagnostic(self, path: &str, span: Span) -> Diagnostic {
        let path = clipped(path);
        match self {
            Refusal::Missing => Diagnostic::error("file-missing", format!("there is no file `{path}`"), span),
            Refusal::Kind(kind) => {
                Diagnostic::error("file-kind", format!("`{path}` is {kind}"), span).hint("only regular files are read")
            }
            Refusal::TooLarge { size, limit } => {
                let message =
                    format!("`{path}` has {}, more than the {} that are read", size_words(size), size_words(limit));
                Diagnostic::error("file-too-large", message, span).hint("split it, or make it smaller")
            }
            Refusal::Unreadable(why) => {
                Diagnostic::error("file-unreadable", format!("cannot read `{path}`: {why}"), span)
            }
        }
    }
}

/// The bytes of the regular file at `path`, at most `limit` of them.
///
/// # Errors
/// A [`Refusal`] when the file is missing, no regular file, larger than `limit` or cannot be read.
pub(crate) fn regular_file(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let (file, size) = open_regular(path, limit)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // A file that shrinks while it is read gives what is left; one that grows is stopped one byte past the limit.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(refusal)?;
    match bytes.len() as u64 {
        size if size > limit => Err(Refusal::TooLarge { size, limit }),
        _ => Ok(bytes),
    }
}

/// Opens the regular file at `path`, and its size in bytes.
///
/// # Errors
/// As [`regular_file`].
pub(crate) fn open_regular(path: &Path, limit: u64) -> Result<(File, u64), Refusal> {
    // Asked before opening, because opening alone can already do something: a device may act, a pipe may wait.
    let before = std::fs::metadata(path).map_err(refusal)?;
    check(path, &before, limit)?;
    let file = open_without_waiting(path).map_err(refusal)?;
    // Asked again of what was really opened: the name may have been given to something else in between.
    let opened = file.metadata().map_err(refusal)?;
    check(path, &opened, limit)?;
    Ok((file, opened.len()))
}

fn check(path: &Path, metadata: &Metadata, limit: u64) -> Result<(), Refusal> {
    if let Some(kind) = special_kind(path, metadata) {
        return Err(Refusal::Kind(kind));
    }
    match metadata.len() {
        size if size > limit => Err(Refusal::TooLarge { size, limit }),
        _ => Ok(()),
    }
}

/// What the thing at `path` is, unless it is a regular file.
pub(crate) fn special_kind(path: &Path, metadata: &Metadata) -> Option<&'static str> {
    if metadata.is_dir() {
        return Some("a folder");
    }
    if !metadata.is_file() {
        return Some(special_file(metadata));
    }
    // Files of the kernel call themselves regular and empty, and then tell about this machine.
    let kernel = cfg!(target_os = "linux") && (path.starts_with("/proc") || path.starts_with("/sys"));
    kernel.then_some("a file of the running system")
}

#[cfg(unix)]
fn special_file(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_char_device() || kind.is_block_device() {
        "a device"
    } else {
        "no regular file"
    }
}

#[cfg(not(unix))]
fn special_file(_: &Metadata) -> &'static str {
    "no regular file"
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// A refusal in plain words for what the system answered.
pub(crate) fn refusal(error: std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Refusal::Missing,
        ErrorKind::IsADirectory => Refusal::Kind("a folder"),
        _ => Refusal::Unreadable(plain_words(&error)),
    }
}

/// What the system answered, without its error number.
pub fn plain_words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "no space left on the disk".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::InvalidFilename => "the name is too long".to_owned(),
        _ if is_link_loop(error) => "its links lead in a circle".to_owned(),
        _ => {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or("").trim();
            let mut letters = words.chars();
            let first = letters.next().map(|letter| letter.to_lowercase().collect::<String>()).unwrap_or_default();
            first + letters.as_str()
        }
    }
}

#[cfg(unix)]
fn is_link_loop(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_link_loop(_: &std::io::Error) -> bool {
    false
}

/// A size for people: `812 kB`, `16 MiB` where it is a round number of those.
pub fn size_words(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1 << 20;
    match bytes {
        round if round >= MEBIBYTE && round % MEBIBYTE == 0 => format!("{} MiB", round / MEBIBYTE),
        small if small < 1000 => format!("{small} bytes"),
        middle if middle < 999_500 => format!("{} kB", (middle + 500) / 1000),
        large => format!("{}.{} MB", (large + 50_000) / 1_000_000, (large + 50_000) % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(regular_file(&path, 5), Ok(b"12345".to_vec()));
        assert_eq!(regular_file(&path, 4), Err(Refusal::TooLarge { size: 5, limit: 4 }));
    }

    #[cfg(unix)]
    #[test]
    fn folders_pipes_devices_and_kernel_files_are_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(regular_file(&pipe, 9), Err(Refusal::Kind("a named pipe")));
        assert_eq!(regular_file(folder.path(), 9), Err(Refusal::Kind("a folder")));
        assert_eq!(regular_file(Path::new("/dev/zero"), 9), Err(Refusal::Kind("a device")));
        assert_eq!(regular_file(&folder.path().join("none"), 9), Err(Refusal::Missing));
        if cfg!(target_os = "linux") {
            assert_eq!(
                regular_file(Path::new("/proc/self/environ"), 9),
                Err(Refusal::Kind("a file of the running system"))
            );
        }
        let _listening = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        assert_eq!(regular_file(&folder.path().join("socket"), 9), Err(Refusal::Kind("a socket")));
        std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
        assert_eq!(
            regular_file(&folder.path().join("loop"), 9),
            Err(Refusal::Unreadable("its links lead in a circle".into()))
        );
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size_words(16 << 20), "16 MiB");
        assert_eq!(size_words(811_600), "812 kB");
        assert_eq!(size_words(1_240_000), "1.2 MB");
        assert_eq!(size_words(12), "12 bytes");
    }
}
