//! What must hold when writing is cut short: by a full disk, a missing folder, or a killed process.

use super::*;
use std::process::{Command, Stdio};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn unchanged_bytes_leave_the_file_untouched() {
    let (_guard, folder) = folder();
    let path = folder.join("talk.html");
    assert_eq!(write(&path, b"one", &[]).unwrap(), Written::Changed);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    assert_eq!(write(&path, b"one", &[]).unwrap(), Written::Unchanged);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
    assert_eq!(write(&path, b"two", &[]).unwrap(), Written::Changed);
    assert_eq!(write(&path, b"three", &[]).unwrap(), Written::Changed);
    assert_eq!(fs::read(&path).unwrap(), b"three");
    assert_eq!(names(&folder), ["talk.html"]);
}

#[test]
fn wrong_places_are_refused_with_a_way_out() {
    let (_guard, folder) = folder();
    let talk = folder.join("talk.md");
    fs::write(&talk, "source").unwrap();
    let read = [talk.clone()];
    let code = |path: &Path| write(path, b"x", &read).unwrap_err().code;
    assert_eq!(code(&talk), "output-is-input");
    assert_eq!(code(&folder.join("../").join(folder.file_name().unwrap()).join("talk.md")), "output-is-input");
    assert_eq!(code(&folder), "output-is-folder");
    assert_eq!(code(&folder.join("none/talk.html")), "output-folder-missing");
    assert_eq!(code(&talk.join("talk.html")), "output-unwritable");
    assert_eq!(fs::read(&talk).unwrap(), b"source");
    let locked = folder.join("locked.html");
    fs::write(&locked, "old").unwrap();
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    assert_eq!(code(&locked), "output-unwritable");
    assert_eq!(fs::read(&locked).unwrap(), b"old");
}

#[cfg(unix)]
#[test]
fn links_are_written_through_and_permissions_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("real")).unwrap();
    symlink("real/deck.html", folder.join("link.html")).unwrap();
    write(&folder.join("link.html"), b"one", &[]).unwrap();
    let real = folder.join("real/deck.html");
    assert_eq!(fs::read(&real).unwrap(), b"one");
    assert!(fs::symlink_metadata(folder.join("link.html")).unwrap().is_symlink());
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    write(&folder.join("link.html"), b"two", &[]).unwrap();
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    symlink("b", folder.join("a")).unwrap();
    symlink("a", folder.join("b")).unwrap();
    assert_eq!(write(&folder.join("a"), b"x", &[]).unwrap_err().code, "output-unwritable");
    symlink("talk.md", folder.join("to-talk.html")).unwrap();
    fs::write(folder.join("talk.md"), "source").unwrap();
    assert_eq!(
        write(&folder.join("to-talk.html"), b"x", &[folder.join("talk.md")]).unwrap_err().code,
        "output-is-input"
    );
}

#[test]
fn what_killed_runs_left_is_swept() {
    let (_guard, folder) = folder();
    let mine = format!("{PREFIX}{}-abcdef{SUFFIX}", std::process::id());
    let old = format!("{PREFIX}{}-old{SUFFIX}", std::process::id());
    for name in [mine.as_str(), &old, ".deckle-999999999-abcdef.tmp", ".deckle-notes.tmp", "notes.tmp"] {
        fs::write(folder.join(name), "x").unwrap();
    }
    let yesterday = SystemTime::now() - Duration::from_secs(86_400);
    File::options().write(true).open(folder.join(&old)).unwrap().set_modified(yesterday).unwrap();
    write(&folder.join("talk.html"), b"x", &[]).unwrap();
    let left = names(&folder);
    assert!(!left.contains(&old), "{left:?}");
    if Path::new("/proc/self").exists() {
        assert!(!left.contains(&".deckle-999999999-abcdef.tmp".to_owned()), "{left:?}");
    }
    for name in [mine.as_str(), ".deckle-notes.tmp", "notes.tmp", "talk.html"] {
        assert!(left.contains(&name.to_owned()), "{name} of {left:?}");
    }
}

const SIZE: usize = 400 << 10;

/// Not a test of its own: the process that the next test kills. Writes two decks in turn for as long as it lives.
#[test]
#[ignore = "run by the test that kills it"]
fn writer_to_be_killed() {
    let Some(path) = std::env::var_os("DECKLE_TEST_OUTPUT") else { return };
    for letter in [b'a', b'b'].into_iter().cycle() {
        write(Path::new(&path), &vec![letter; SIZE], &[]).unwrap();
    }
}

#[test]
fn a_kill_at_any_moment_leaves_a_whole_file() {
    let (_guard, folder) = folder();
    let path = folder.join("talk.html");
    let (mut torn, mut left_over) = (0, 0);
    for point in 0..200u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "bundle::write::tests::writer_to_be_killed", "--ignored", "--test-threads=1"])
            .env("DECKLE_TEST_OUTPUT", &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From before the first write to well inside a later one.
        std::thread::sleep(Duration::from_micros(2_000 + point * 97 % 11_000));
        child.kill().unwrap();
        child.wait().unwrap();
        left_over += names(&folder).iter().filter(|name| name.ends_with(SUFFIX)).count();
        if let Ok(bytes) = fs::read(&path) {
            let whole = bytes.len() == SIZE && bytes.iter().all(|byte| *byte == bytes[0]);
            torn += usize::from(!whole);
        }
    }
    assert_eq!(torn, 0);
    println!("200 kills, {left_over} left-over files seen");
    write(&path, b"last", &[]).unwrap();
    if Path::new("/proc/self").exists() {
        assert_eq!(names(&folder), ["talk.html"], "the next write sweeps them");
    }
}

/// A small file system in memory; `None` where mounting is not permitted.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, kibibytes: usize) -> Option<SmallDisk> {
        let options = format!("size={kibibytes}k");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success()).then(|| SmallDisk(at.to_path_buf()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let (_guard, folder) = folder();
    let (mut written, mut refused) = (0, 0);
    for kibibytes in (64..=1024).step_by(64) {
        let Some(disk) = SmallDisk::mount(&folder, kibibytes) else {
            println!("skipped: mounting a tmpfs is not permitted here");
            return;
        };
        let path = disk.0.join("talk.html");
        let old = vec![b'o'; 40 << 10];
        write(&path, &old, &[]).unwrap();
        match write(&path, &vec![b'n'; SIZE], &[]) {
            Ok(_) => {
                written += 1;
                assert_eq!(fs::read(&path).unwrap().len(), SIZE);
            }
            Err(error) => {
                refused += 1;
                assert_eq!(error.code, "output-unwritable");
                assert!(error.hint.contains("disk is full"), "{error}");
                assert_eq!(fs::read(&path).unwrap(), old);
            }
        }
        assert_eq!(names(&disk.0), ["talk.html"]);
    }
    assert!(written > 0 && refused > 0, "{written} written, {refused} refused");
}
