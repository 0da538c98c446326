//! Subset fonts and style sheets kept from one build to the next: a folder of small files, each with a checksum in front. Nothing here can
//! fail a build; what is missing, damaged or not writable is made anew. Manual page: `tests/spec/output.md`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Bytes of the checksum in front of each entry.
const CHECK: usize = 32;
/// A folder of entries, or none.
#[derive(Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// More entries than this are thinned out, oldest first.
    most: usize,
}

impl Cache {
    /// Entries live in `folder/name`, about as many as `most`; without a folder nothing is kept.
    pub fn new(folder: Option<&Path>, name: &str, most: usize) -> Cache {
        Cache { folder: folder.map(|folder| folder.join(name)), most }
    }

    /// The entry of that name, if it is whole.
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.as_ref()?.join(key)).ok()?;
        let whole = bytes.len() > CHECK && blake3::hash(&bytes[CHECK..]).as_bytes() == &bytes[..CHECK];
        whole.then(|| bytes.split_off(CHECK))
    }

    /// Keeps an entry. Written beside and renamed, so that builds at the same time never see half of one.
    pub fn put(&self, key: &str, payload: &[u8]) {
        let Some(folder) = &self.folder else { return };
        // A read-only home, a full disk: the next build cuts the font again, that is all.
        let _ = fs::create_dir_all(folder).and_then(|()| {
            let mut file = tempfile::Builder::new().prefix(".deckle-").suffix(".tmp").tempfile_in(folder)?;
            file.write_all(blake3::hash(payload).as_bytes())?;
            file.write_all(payload)?;
            file.persist(folder.join(key)).map(drop).map_err(|error| error.error)
        });
    }

    /// Removes the older half when there are too many entries, and what killed builds left behind.
    pub fn thin_out(&self) {
        let Some(folder) = &self.folder else { return };
        let Ok(list) = fs::read_dir(folder) else { return };
        let mut entries: Vec<(SystemTime, PathBuf)> =
            list.flatten().filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
        let hour_ago = SystemTime::now().checked_sub(Duration::from_secs(3600));
        let is_left_over = |(time, path): &(SystemTime, PathBuf)| {
            path.extension().is_some_and(|ending| ending == "tmp") && hour_ago.is_some_and(|hour_ago| *time < hour_ago)
        };
        entries.sort();
        let too_many = if entries.len() > self.most { entries.len() - self.most / 2 } else { 0 };
        for (at, entry) in entries.iter().enumerate() {
            if at < too_many || is_left_over(entry) {
                let _ = fs::remove_file(&entry.1);
            }
        }
    }
}

/// The cache folder: `DECKLE_CACHE` names it (`off` means none), else `deckle` in the user's cache folder. `variable`
/// gives the value of an environment variable.
pub fn folder(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    match variable("DECKLE_CACHE") {
        Some(value) if value == "off" => None,
        Some(value) if !value.is_empty() => Some(PathBuf::from(value)),
        _ => absolute("XDG_CACHE_HOME")
            .or_else(|| absolute("LOCALAPPDATA"))
            .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
            .map(|cache| cache.join("deckle")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_entry_is_no_entry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(Some(folder.path()), "fonts", 8);
        assert_eq!(cache.get("a"), None);
        cache.put("a", b"payload");
        assert_eq!(cache.get("a").as_deref(), Some(b"payload".as_slice()));
        let file = folder.path().join("fonts/a");
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&file, &damaged).unwrap();
            assert_eq!(cache.get("a"), None);
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(cache.get("a"), None);
        }
        cache.put("a", b"payload");
        assert!(cache.get("a").is_some());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_cache() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for cache in
            [Some(file.as_path()), Some(Path::new("/proc/none")), None].map(|folder| Cache::new(folder, "fonts", 8))
        {
            cache.put("a", b"payload");
            cache.thin_out();
            assert_eq!(cache.get("a"), None);
        }
    }

    #[test]
    fn too_many_entries_are_thinned_out() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(Some(folder.path()), "fonts", 8);
        for at in 0..=8 {
            cache.put(&format!("{at:04}"), b"x");
        }
        cache.thin_out();
        assert_eq!(fs::read_dir(folder.path().join("fonts")).unwrap().count(), 4);
    }

    #[test]
    fn the_environment_names_the_folder() {
        let with = |pairs: &'static [(&str, &str)]| {
            folder(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into()))
        };
        assert_eq!(with(&[("DECKLE_CACHE", "off"), ("HOME", "/h")]), None);
        assert_eq!(with(&[("DECKLE_CACHE", "here")]), Some("here".into()));
        assert_eq!(with(&[("HOME", "/h")]), Some("/h/.cache/deckle".into()));
        assert_eq!(with(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")]), Some("/x/deckle".into()));
        assert_eq!(with(&[("HOME", "relative")]), None);
        assert_eq!(with(&[]), None);
    }
}
