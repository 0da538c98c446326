//! Which folders to watch for a file, and which names in them matter: links are followed step by step, and of a path that is
//! not there the part that is. Manual page: `tests/spec/watch.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What tells a folder from another that stands in its place later: its disk and its number there; zero where there are none.
pub type Identity = (u64, u64);

/// Links that lead to links are followed so often.
const LINKS: usize = 40;

/// The folders on the ways to all files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// Folders to watch, canonical.
    pub folders: BTreeMap<PathBuf, Identity>,
    /// Paths in these folders whose events matter.
    names: BTreeSet<PathBuf>,
}

impl Ways {
    /// The ways to these paths as the disk is now.
    pub fn to<'a>(paths: impl Iterator<Item = &'a Path>) -> Ways {
        let mut ways = Ways::default();
        // Most files share a few folders, whose own way is looked at once.
        let mut canonical: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        for path in paths {
            let mut path = path.to_path_buf();
            for _ in 0..LINKS {
                let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { break };
                let known = canonical.get(folder).cloned();
                let real = known.unwrap_or_else(|| {
                    let real = ways.folder(folder);
                    canonical.insert(folder.to_path_buf(), real.clone());
                    real
                });
                let Some(real) = real else { break };
                let full = real.join(name);
                let link = std::fs::read_link(&full);
                ways.names.insert(full);
                match link {
                    Ok(target) => path = real.join(target),
                    Err(_) => break,
                }
            }
        }
        ways
    }

    /// Whether an event about this path matters.
    pub fn hold(&self, path: &Path) -> bool {
        self.names.contains(path) || self.folders.contains_key(path)
    }

    /// Adds the way to a folder, and gives what it really is if it is there.
    fn folder(&mut self, folder: &Path) -> Option<PathBuf> {
        // A folder that is a link can be turned elsewhere: the folder it stands in is watched too.
        for above in folder.ancestors().filter(|above| above.is_symlink()) {
            if let (Some(Ok(parent)), Some(name)) = (above.parent().map(Path::canonicalize), above.file_name()) {
                self.names.insert(parent.join(name));
                self.add(parent);
            }
        }
        if let Ok(real) = folder.canonicalize() {
            self.add(real.clone());
            return Some(real);
        }
        // The nearest folder above that is there, and the first name below it that is not.
        let mut missing = folder;
        while let Some(parent) = missing.parent() {
            if let (Ok(real), Some(name)) = (parent.canonicalize(), missing.file_name()) {
                self.names.insert(real.join(name));
                self.add(real);
                break;
            }
            missing = parent;
        }
        None
    }

    fn add(&mut self, folder: PathBuf) {
        if let Some(identity) = identity(&folder) {
            self.folders.insert(folder, identity);
        }
    }
}

fn identity(folder: &Path) -> Option<Identity> {
    let data = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        (data.dev(), data.ino())
    };
    #[cfg(not(unix))]
    let identity = {
        drop(data);
        (0, 0)
    };
    Some(identity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn ways(root: &Path, path: &str) -> (Vec<String>, Vec<String>) {
        let path = root.join(path);
        let ways = Ways::to([path.as_path()].into_iter());
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        (ways.folders.keys().map(name).collect(), ways.names.iter().map(name).collect())
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_missing_path_is_awaited_where_its_first_missing_name_would_appear() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("a")).unwrap();
        assert_eq!(ways(&root, "a/b/c/d.md"), (names(&["a"]), names(&["a/b"])));
        fs::create_dir_all(root.join("a/b/c")).unwrap();
        assert_eq!(ways(&root, "a/b/c/d.md"), (names(&["a/b/c"]), names(&["a/b/c/d.md"])));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_step_by_step() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["a", "b", "c"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        fs::write(root.join("c/real.md"), "x").unwrap();
        std::os::unix::fs::symlink("../b/two.md", root.join("a/one.md")).unwrap();
        std::os::unix::fs::symlink(root.join("c/real.md"), root.join("b/two.md")).unwrap();
        assert_eq!(ways(&root, "a/one.md"), (names(&["a", "b", "c"]), names(&["a/one.md", "b/two.md", "c/real.md"])));
        std::os::unix::fs::symlink("a", root.join("door")).unwrap();
        assert_eq!(ways(&root, "door/x.md"), (names(&["", "a"]), names(&["a/x.md", "door"])));
        std::os::unix::fs::symlink("ring.md", root.join("ring.md")).unwrap();
        assert_eq!(ways(&root, "ring.md"), (names(&[""]), names(&["ring.md"])));
    }
}
