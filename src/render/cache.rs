//! Formulas and code drawn before, on disk. Manual page: `tests/spec/math.md`, "Drawn once".
//!
//! Two generations of a pack file with its index: `3.pack`, `3.index` and `4.pack`, `4.index`. A pack is a row of entries
//! (key, length, checksum, content); an index is a row of 32-byte records that say where. New entries go to the end of the
//! newest pack; when it is full, the next generation begins and the oldest goes. One file for hundreds of formulas is read in
//! a millisecond; one file each would take ten.
//!
//! Nothing here is trusted: an entry counts only if its key and checksum are right, so that a torn write, a full disk or a
//! flipped bit is a formula drawn again. Nothing here can fail a build either: without a usable folder, all is drawn.

mod pack;

use pack::Generation;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of an entry: a hash of all that its content depends on.
pub type Key = [u8; 32];

/// Bytes at which a pack is full; two of them are the most the folder holds, plus what one build adds.
pub const FULL: u64 = 32 << 20;

/// Entries larger than this are not kept.
const LARGEST: usize = 8 << 20;

/// Changes when the files' form does; older folders are left alone.
const FORM: &str = "drawn-1";

/// Where entries are kept, with what this build found in it.
pub struct Cache {
    folder: Option<PathBuf>,
    full: u64,
    /// Generations open for reading, the newest first.
    generations: Vec<Generation>,
    /// What this build found in each of them, to be carried over when it goes.
    found: Vec<Vec<Key>>,
}

impl Cache {
    /// Opens the cache in `folder`, which need not exist. `None` keeps nothing.
    pub fn open(folder: Option<&Path>) -> Cache {
        Cache::open_with(folder, FULL)
    }

    /// As [`Cache::open`], with another size for a full pack.
    pub fn open_with(folder: Option<&Path>, full: u64) -> Cache {
        let folder = folder.map(|folder| folder.join(FORM));
        let numbers = folder.as_deref().map(generations).unwrap_or_default();
        let open = |number: &u64| Generation::open(folder.as_deref()?, *number).ok();
        let generations: Vec<Generation> = numbers.iter().rev().take(2).filter_map(open).collect();
        let found = vec![Vec::new(); generations.len()];
        Cache { folder, full, generations, found }
    }

    /// Looks entries up.
    pub fn read(&mut self, keys: &[Key]) -> Vec<Option<Vec<u8>>> {
        let mut contents: Vec<Option<Vec<u8>>> = vec![None; keys.len()];
        for (generation, found) in self.generations.iter().zip(&mut self.found) {
            let missing: Vec<usize> = (0..keys.len()).filter(|index| contents[*index].is_none()).collect();
            let wanted: Vec<Key> = missing.iter().map(|index| keys[*index]).collect();
            for (index, content) in missing.into_iter().zip(generation.read(&wanted)) {
                found.extend(content.is_some().then_some(keys[index]));
                contents[index] = content;
            }
        }
        contents
    }

    /// Keeps new entries. Whatever goes wrong, nothing is lost but time.
    pub fn write(&self, new: &[(Key, Vec<u8>)]) {
        if let Some(folder) = &self.folder
            && !new.is_empty()
        {
            let _ = self.try_write(folder, new);
        }
    }

    fn try_write(&self, folder: &Path, new: &[(Key, Vec<u8>)]) -> io::Result<()> {
        create_private(folder)?;
        let _lock = lock(&folder.join("lock"))?;
        let numbers = generations(folder);
        let newest = numbers.last().copied().unwrap_or(0);
        let entries =
            new.iter().filter(|(_, content)| content.len() <= LARGEST).map(|(key, content)| (key, content.as_slice()));
        if Generation::size(folder, newest) < self.full {
            return pack::append(folder, newest, entries);
        }
        let carried = self.used_before(newest);
        let carried = carried.iter().map(|(key, content)| (key, content.as_slice()));
        pack::append(folder, newest + 1, carried.chain(entries))?;
        for old in numbers.into_iter().filter(|number| *number < newest) {
            Generation::remove(folder, old);
        }
        Ok(())
    }

    /// What this build found in generations older than `newest`.
    fn used_before(&self, newest: u64) -> Vec<(Key, Vec<u8>)> {
        let old = self.generations.iter().zip(&self.found).filter(|(generation, _)| generation.number < newest);
        old.flat_map(|(generation, found)| found.iter().copied().zip(generation.read(found)))
            .filter_map(|(key, content)| Some((key, content?)))
            .collect()
    }
}

/// The numbers of the generations in a folder, in order.
fn generations(folder: &Path) -> Vec<u64> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut numbers: Vec<u64> = names.filter_map(|name| name.strip_suffix(".pack")?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

/// Holds other builds off while one writes; half a second of waiting is worth more than an entry.
fn lock(path: &Path) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    for _ in 0..100 {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::WouldBlock))
}

/// A folder nobody else can write into: what lies in it becomes part of a page.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The folder the environment asks for: `DECKLE_CACHE`, else `deckle` in `XDG_CACHE_HOME` or `~/.cache`.
/// `None` when `DECKLE_CACHE` is `off` or empty, or when there is no home.
pub fn folder_of_environment() -> Option<PathBuf> {
    folder_from(|name| std::env::var_os(name).map(PathBuf::from))
}

fn folder_from(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if let Some(chosen) = variable("DECKLE_CACHE") {
        return (!chosen.as_os_str().is_empty() && chosen.as_os_str() != "off").then_some(chosen);
    }
    // The specification of these folders says that a relative path is to be ignored.
    let base = variable("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    let base = base.or_else(|| variable("HOME").filter(|path| path.is_absolute()).map(|home| home.join(".cache")));
    let base = base.or_else(|| variable("LOCALAPPDATA").filter(|path| path.is_absolute()));
    base.map(|base| base.join("deckle"))
}

#[cfg(test)]
mod tests;
