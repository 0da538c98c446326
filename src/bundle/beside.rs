//! Clips that stand beside the deck: copied whole or not at all, and only when they changed. Manual page: `tests/spec/media.md`.

use super::write::{WriteError, Written, error, place, replace_with};
use crate::render::assets::Beside;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Copies the clips into `folder`, which is made when it is not there. `read` are the canonical paths of all files the
/// deck was made from; none of them is ever written. A clip that lies there already stays as it is.
///
/// # Errors
/// When the folder is something else, a copy would overwrite a file of the talk, or the disk refuses.
pub fn copy(folder: &Path, clips: &[Beside], read: &[PathBuf]) -> Result<Vec<Written>, WriteError> {
    let shown = folder.display();
    match fs::symlink_metadata(folder) {
        Ok(known) if known.is_dir() => {}
        Ok(_) => {
            let message = format!("the clips cannot stand in `{shown}`: it is no folder");
            return Err(error("output-unwritable", message, "name another deck with `-o`"));
        }
        Err(_) => fs::create_dir(folder).map_err(|reason| {
            error("output-unwritable", format!("cannot make `{shown}`: {reason}"), "write elsewhere with `-o`")
        })?,
    }
    clips.iter().map(|clip| copy_one(&folder.join(&clip.name), clip, read)).collect()
}

fn copy_one(path: &Path, clip: &Beside, read: &[PathBuf]) -> Result<Written, WriteError> {
    let target = place(path)?;
    if target == clip.file.path {
        return Ok(Written::Unchanged);
    }
    if read.contains(&target) {
        let message = format!("`{}` is a file of the talk itself", path.display());
        return Err(error("output-is-input", message, "name another deck with `-o`, or rename the clip"));
    }
    let unread = |reason: io::Error| {
        let message = format!("cannot copy `{}`: {reason}", clip.file.path.display());
        error("file-unreadable", message, "see that it is still there")
    };
    let mut source = clip.file.open().map_err(unread)?;
    if same(&mut source, &target).map_err(unread)? {
        return Ok(Written::Unchanged);
    }
    let mut source = clip.file.open().map_err(unread)?;
    replace_with(path, &target, |file| io::copy(&mut source, file).map(|_| ()))?;
    Ok(Written::Changed)
}

/// Whether the file at `path` is regular and has the bytes of `source`.
fn same(source: &mut File, path: &Path) -> io::Result<bool> {
    let size = source.metadata()?.len();
    if !fs::symlink_metadata(path).is_ok_and(|known| known.is_file() && known.len() == size) {
        return Ok(false);
    }
    let Ok(mut other) = File::open(path) else { return Ok(false) };
    let (mut one, mut two) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let length = source.read(&mut one)?;
        if length == 0 {
            return Ok(true);
        }
        if other.read_exact(&mut two[..length]).is_err() || one[..length] != two[..length] {
            return Ok(false);
        }
    }
}

/// The address of a clip, seen from the deck.
pub fn address(folder: &str, name: &str) -> String {
    let mut out = String::new();
    for part in [folder, "/", name] {
        for byte in part.bytes() {
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    out.push(char::from(byte))
                }
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Glimpse;

    fn clip(folder: &Path, name: &str, bytes: &[u8]) -> Beside {
        let path = folder.canonicalize().unwrap().join(name);
        fs::write(&path, bytes).unwrap();
        let file = Glimpse { path, size: bytes.len() as u64, head: bytes.to_vec() };
        Beside { name: name.to_owned(), file }
    }

    #[test]
    fn clips_are_copied_once_and_left_alone_then() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("talk.media");
        let clips = [clip(home.path(), "a.mp4", b"one"), clip(home.path(), "b.mp4", b"two")];
        assert_eq!(copy(&out, &clips, &[]).unwrap(), [Written::Changed, Written::Changed]);
        assert_eq!(copy(&out, &clips, &[]).unwrap(), [Written::Unchanged, Written::Unchanged]);
        fs::write(home.path().join("b.mp4"), b"TWO").unwrap();
        assert_eq!(copy(&out, &clips, &[]).unwrap(), [Written::Unchanged, Written::Changed]);
        assert_eq!(fs::read(out.join("b.mp4")).unwrap(), b"TWO");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 2, "nothing else is left there");
    }

    #[test]
    fn a_clip_that_lies_there_is_its_own_copy_and_another_one_is_not_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("talk.media");
        fs::create_dir(&out).unwrap();
        let own = clip(&out, "a.mp4", b"one");
        assert_eq!(
            copy(&out, std::slice::from_ref(&own), std::slice::from_ref(&own.file.path)).unwrap(),
            [Written::Unchanged]
        );
        let other = clip(home.path(), "a.mp4", b"other");
        assert_eq!(copy(&out, &[other], std::slice::from_ref(&own.file.path)).unwrap_err().code, "output-is-input");
        assert_eq!(fs::read(out.join("a.mp4")).unwrap(), b"one");
        let file = clip(home.path(), "file", b"");
        assert_eq!(copy(&file.file.path.clone(), &[file], &[]).unwrap_err().code, "output-unwritable");
    }

    #[test]
    fn addresses_are_relative_and_encoded() {
        assert_eq!(address("a:b c.media", "ü#?%.mp4"), "a%3Ab%20c.media/%C3%BC%23%3F%25.mp4");
    }
}
