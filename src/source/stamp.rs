//! What the disk says of a file without reading it: enough to know that it has not changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Size, times and number of a file. Two equal stamps mean the same bytes, unless somebody turned the clock back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    modified: Option<SystemTime>,
    /// Seconds and nanoseconds of the last change of the file or of what is known about it, and its number on its disk.
    /// Nobody can set these, so that an older file moved into place is noticed too. Zero where the system has none.
    changed: (i64, i64),
    number: u64,
}

impl Stamp {
    /// The stamp of the file that `path` leads to; `None` when it leads to no file.
    pub fn of(path: &Path) -> Option<Stamp> {
        let data = std::fs::metadata(path).ok().filter(|data| data.is_file())?;
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            ((data.ctime(), data.ctime_nsec()), data.ino())
        };
        #[cfg(not(unix))]
        let (changed, number) = ((0, 0), 0);
        Some(Stamp { size: data.len(), modified: data.modified().ok(), changed, number })
    }
}

/// A path that a talk asked for, and what was there just before it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// As it was asked for: absolute, without `.` and `..`, links on the way not followed.
    pub path: PathBuf,
    /// `None` when nothing was there, or no file.
    pub stamp: Option<Stamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_tells_a_new_file_of_the_same_size_from_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(Stamp::of(&path), None);
        assert_eq!(Stamp::of(folder.path()), None, "a folder is no file");
        std::fs::write(&path, "one").unwrap();
        let first = Stamp::of(&path);
        assert_eq!(Stamp::of(&path), first);
        let time = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::fs::write(folder.path().join("b"), "two").unwrap();
        std::fs::File::options().write(true).open(folder.path().join("b")).unwrap().set_modified(time).unwrap();
        std::fs::rename(folder.path().join("b"), &path).unwrap();
        assert!(cfg!(not(unix)) || Stamp::of(&path) != first, "same size, same time, another file");
    }
}
