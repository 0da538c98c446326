//! A file that may be too large to hold: its beginning now, all of it when it is copied.
//! Rules and limits: `tests/spec/files.md`.

use super::read::{Refusal, open_regular, refusal};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of the beginning.
const HEAD: u64 = 4096;

/// What is known of a regular file inside the project without reading all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glimpse {
    /// Canonical path.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// The first 4096 bytes, or all there are.
    pub head: Vec<u8>,
}

impl Glimpse {
    pub(super) fn of(path: &Path, limit: u64) -> Result<Glimpse, Refusal> {
        let (file, size) = open_regular(path, limit)?;
        let mut head = Vec::new();
        file.take(HEAD).read_to_end(&mut head).map_err(refusal)?;
        Ok(Glimpse { path: path.to_path_buf(), size, head })
    }

    /// The whole file, to be copied: still a regular file, however the name was used since.
    ///
    /// # Errors
    /// Says why it cannot be read.
    pub fn open(&self) -> std::io::Result<File> {
        match open_regular(&self.path, u64::MAX) {
            Ok((file, _)) => Ok(file),
            Err(Refusal::Missing) => Err(std::io::ErrorKind::NotFound.into()),
            Err(Refusal::Unreadable(why)) => Err(std::io::Error::other(why)),
            Err(Refusal::Kind(kind)) => Err(std::io::Error::other(format!("it is {kind}"))),
            Err(Refusal::TooLarge { .. }) => Err(std::io::ErrorKind::FileTooLarge.into()),
        }
    }
}
