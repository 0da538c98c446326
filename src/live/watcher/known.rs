//! What is known of each file's content, and which files have another one now. Manual page: `tests/spec/watch.md`.

use super::MISSING;
use crate::source::{Looked, Stamp};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Larger files are told apart by their stamps alone.
const LARGEST: u64 = 64 << 20;
/// Clocks of some disks tick so slowly: a younger file may have changed again under the same time.
const TICK: Duration = Duration::from_secs(2);

type Hash = [u8; 32];

/// A file as it was last seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    stamp: Option<Stamp>,
    /// `None` for a file that is missing, too large, or had changed before we could read it.
    hash: Option<Hash>,
}

/// All files that count.
#[derive(Debug, Default)]
pub struct Known {
    files: BTreeMap<PathBuf, Seen>,
    /// Since when a file is gone or empty that was not.
    gone: Option<Instant>,
}

impl Known {
    /// The files that count from now on, with their stamps from before they were read.
    pub fn set(&mut self, looked: Vec<Looked>) {
        let mut files: BTreeMap<PathBuf, Seen> = BTreeMap::new();
        for Looked { path, stamp } in looked {
            if files.get(&path).is_some_and(|seen| seen.stamp != stamp) {
                // Two talks have read it at different times: one of them has it in an older state, and nobody knows which.
                files.insert(path, Seen::default());
                continue;
            }
            let hash = match self.files.get(&path).filter(|seen| seen.stamp == stamp && stamp.is_some()) {
                Some(seen) => seen.hash,
                // Only if it is still what was read.
                None => hash(&path, stamp),
            };
            files.insert(path, Seen { stamp, hash });
        }
        self.files = files;
    }

    /// The paths that count.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// When to look again although nothing happens: when a missing file has been missed long enough.
    pub fn look_again(&self) -> Option<Instant> {
        self.gone.map(|since| since + MISSING)
    }

    /// The files whose content is another than when they were last asked about; they are known as they are now.
    /// While a file is gone that may come back, nothing is told. With `doubt` a stamp is not trusted while it is young.
    pub fn changed(&mut self, doubt: bool) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        let mut is_gone = false;
        for (path, seen) in &mut self.files {
            let stamp = Stamp::of(path);
            let is_same = stamp == seen.stamp;
            if is_same && !(doubt && stamp.is_some() && is_young(path)) {
                continue;
            }
            let now = Seen { stamp, hash: hash(path, stamp) };
            if (now.hash.is_some() && now.hash == seen.hash) || (is_same && now.hash.is_none()) {
                // Touched, or saved without a change.
                *seen = now;
                continue;
            }
            let has_bytes = |stamp: Option<Stamp>| stamp.is_some_and(|stamp| stamp.size > 0);
            is_gone |= has_bytes(seen.stamp) && !has_bytes(stamp);
            changed.push((path.clone(), now));
        }
        if is_gone && self.gone.get_or_insert_with(Instant::now).elapsed() < MISSING {
            return Vec::new();
        }
        self.gone = None;
        let paths = changed.iter().map(|(path, _)| path.clone()).collect();
        self.files.extend(changed);
        paths
    }
}

/// Whether a file was written so shortly ago that it may change again under the same time. One from the future, after the clock
/// was set back, may too.
fn is_young(path: &Path) -> bool {
    let modified = std::fs::metadata(path).and_then(|data| data.modified());
    modified.is_ok_and(|time| SystemTime::now().duration_since(time).map_or(true, |age| age < TICK))
}

/// The hash of the file's content, if it has that stamp before and after reading.
fn hash(path: &Path, stamp: Option<Stamp>) -> Option<Hash> {
    let wanted = stamp.filter(|stamp| stamp.size <= LARGEST)?;
    if Stamp::of(path) != stamp {
        return None;
    }
    let bytes = std::fs::read(path).ok().filter(|bytes| bytes.len() as u64 == wanted.size)?;
    (Stamp::of(path) == stamp).then(|| *blake3::hash(&bytes).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_from_the_future_is_as_doubtful_as_a_young_one() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let year = Duration::from_secs(365 * 86_400);
        for (time, young) in
            [(SystemTime::now() + year, true), (SystemTime::now(), true), (SystemTime::now() - year, false)]
        {
            file.as_file().set_modified(time).unwrap();
            assert_eq!(is_young(file.path()), young);
        }
    }
}
