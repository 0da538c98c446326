//! Real files, saved in every way that editors save.

use super::*;
use crate::source::Stamp;
use std::fs;
use std::path::Path;

struct Scene {
    _folder: tempfile::TempDir,
    root: PathBuf,
    watcher: Watcher,
    told: Receiver<Told>,
}

fn looked(root: &Path, names: &[&str]) -> Vec<Looked> {
    names.iter().map(|name| root.join(name)).map(|path| Looked { stamp: Stamp::of(&path), path }).collect()
}

fn scene(poll: Option<Duration>, names: &[&str]) -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for name in names {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("first {name}")).unwrap();
    }
    let (sender, told) = channel();
    let watcher = Watcher::start(poll, move |what| drop(sender.send(what))).unwrap();
    let scene = Scene { _folder: folder, root, watcher, told };
    scene.watch(names);
    scene
}

impl Scene {
    fn watch(&self, names: &[&str]) {
        self.watcher.watch(looked(&self.root, names));
        // The watch is set up on another thread.
        std::thread::sleep(Duration::from_millis(60));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// What is told next, within five seconds.
    fn next(&self) -> Vec<String> {
        match self.told.recv_timeout(Duration::from_secs(5)) {
            Ok(Told::Changed(paths)) => {
                paths.iter().map(|path| path.strip_prefix(&self.root).unwrap().to_string_lossy().into_owned()).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn silence(&self) {
        assert_eq!(self.told.recv_timeout(Duration::from_millis(500)).ok(), None);
    }
}

/// Writes beside and renames, as most editors do.
fn replace(path: &Path, text: &str) {
    let beside = path.with_extension("tmp");
    fs::write(&beside, text).unwrap();
    fs::rename(beside, path).unwrap();
}

#[test]
fn every_kind_of_save_is_told() {
    let scene = scene(None, &["talk.md"]);
    let talk = scene.path("talk.md");
    fs::write(&talk, "in place").unwrap();
    assert_eq!(scene.next(), ["talk.md"]);
    replace(&talk, "renamed");
    assert_eq!(scene.next(), ["talk.md"]);
    // The old file becomes the backup, a new one is written, the backup goes.
    fs::rename(&talk, scene.path("talk.md~")).unwrap();
    fs::write(&talk, "with a backup").unwrap();
    fs::remove_file(scene.path("talk.md~")).unwrap();
    assert_eq!(scene.next(), ["talk.md"]);
    scene.silence();
}

#[test]
fn a_burst_of_saves_is_told_at_its_end() {
    let scene = scene(None, &["talk.md"]);
    let mut told = 0;
    for number in 0..200 {
        replace(&scene.path("talk.md"), &format!("burst {number}"));
    }
    while let Ok(Told::Changed(_)) = scene.told.recv_timeout(Duration::from_millis(400)) {
        told += 1;
    }
    assert!((1..100).contains(&told), "{told} times");
    scene.watch(&["talk.md"]);
    scene.silence();
}

#[test]
fn what_changes_nothing_is_not_told() {
    let scene = scene(None, &["talk.md"]);
    let talk = scene.path("talk.md");
    fs::read(&talk).unwrap();
    replace(&talk, "first talk.md");
    fs::write(scene.path("talk.html"), "the deck itself").unwrap();
    fs::write(scene.path(".talk.md.swp"), "an editor's own").unwrap();
    fs::File::options().write(true).open(&talk).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    scene.silence();
}

#[test]
fn a_file_that_comes_back_soon_was_never_gone() {
    let scene = scene(None, &["talk.md"]);
    let talk = scene.path("talk.md");
    fs::remove_file(&talk).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    fs::write(&talk, "first talk.md").unwrap();
    scene.silence();
    fs::remove_file(&talk).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    fs::write(&talk, "back").unwrap();
    assert_eq!(scene.next(), ["talk.md"]);
    // One that stays away is gone, and seen again when it returns.
    fs::remove_file(&talk).unwrap();
    assert_eq!(scene.next(), ["talk.md"]);
    replace(&talk, "again");
    assert_eq!(scene.next(), ["talk.md"]);
    scene.silence();
}

#[test]
fn a_folder_that_is_deleted_and_made_again_is_seen() {
    let scene = scene(None, &["talk.md", "parts/a.md"]);
    for round in 0..5 {
        fs::remove_dir_all(scene.path("parts")).unwrap();
        fs::create_dir(scene.path("parts")).unwrap();
        fs::write(scene.path("parts/a.md"), format!("round {round}")).unwrap();
        assert_eq!(scene.next(), ["parts/a.md"]);
    }
    fs::rename(scene.path("parts"), scene.path("away")).unwrap();
    assert_eq!(scene.next(), ["parts/a.md"]);
    fs::rename(scene.path("away"), scene.path("parts")).unwrap();
    assert_eq!(scene.next(), ["parts/a.md"]);
    fs::write(scene.path("parts/a.md"), "after all").unwrap();
    assert_eq!(scene.next(), ["parts/a.md"]);
}

#[test]
fn a_missing_file_in_folders_that_are_missing_is_awaited() {
    let scene = scene(None, &["talk.md"]);
    for round in 0..50 {
        let name = format!("new-{round}/deep/er/figure.svg");
        scene.watcher.watch(looked(&scene.root, &["talk.md", &name]));
        std::thread::sleep(Duration::from_millis(10));
        fs::create_dir_all(scene.path(&name).parent().unwrap()).unwrap();
        fs::write(scene.path(&name), "there").unwrap();
        assert_eq!(scene.next(), [name]);
    }
}

#[test]
fn what_changed_between_reading_and_watching_is_told() {
    let scene = scene(None, &["talk.md"]);
    fs::write(scene.path("other.md"), "x").unwrap();
    let read = looked(&scene.root, &["other.md", "talk.md"]);
    fs::write(scene.path("other.md"), "changed while it was read").unwrap();
    scene.watcher.watch(read);
    assert_eq!(scene.next(), ["other.md"]);
    scene.silence();
}

#[cfg(unix)]
#[test]
fn links_are_seen_at_both_ends() {
    use std::os::unix::fs::symlink;
    let scene = scene(None, &["talk.md", "store/one.svg", "store/two.svg", "real/in.md"]);
    fs::create_dir(scene.path("figures")).unwrap();
    symlink("../store/one.svg", scene.path("figures/plot.svg")).unwrap();
    symlink("real", scene.path("door")).unwrap();
    scene.watch(&["talk.md", "figures/plot.svg", "door/in.md"]);
    fs::write(scene.path("store/one.svg"), "the target in place").unwrap();
    assert_eq!(scene.next(), ["figures/plot.svg"]);
    replace(&scene.path("store/one.svg"), "the target renamed");
    assert_eq!(scene.next(), ["figures/plot.svg"]);
    symlink("../store/two.svg", scene.path("figures/new")).unwrap();
    fs::rename(scene.path("figures/new"), scene.path("figures/plot.svg")).unwrap();
    assert_eq!(scene.next(), ["figures/plot.svg"]);
    replace(&scene.path("store/two.svg"), "the new target");
    assert_eq!(scene.next(), ["figures/plot.svg"]);
    // A folder that is a link, turned elsewhere.
    fs::create_dir(scene.path("other")).unwrap();
    fs::write(scene.path("other/in.md"), "behind the other door").unwrap();
    symlink("other", scene.path("next-door")).unwrap();
    fs::rename(scene.path("next-door"), scene.path("door")).unwrap();
    assert_eq!(scene.next(), ["door/in.md"]);
    fs::write(scene.path("other/in.md"), "behind it, changed").unwrap();
    assert_eq!(scene.next(), ["door/in.md"]);
}

#[test]
fn without_events_files_are_looked_at() {
    let scene = scene(Some(Duration::from_millis(20)), &["talk.md"]);
    replace(&scene.path("talk.md"), "seen by looking");
    assert_eq!(scene.next(), ["talk.md"]);
    fs::remove_file(scene.path("talk.md")).unwrap();
    assert_eq!(scene.next(), ["talk.md"]);
    replace(&scene.path("talk.md"), "back");
    assert_eq!(scene.next(), ["talk.md"]);
    scene.silence();
}

#[cfg(target_os = "linux")]
#[test]
fn an_idle_watch_costs_nothing() {
    let _scene = scene(None, &["talk.md"]);
    // Nothing else is told apart from other tests' threads by its name: this asks whether any of them ever runs while idle.
    let used = || {
        let mut time = 0;
        for thread in fs::read_dir("/proc/self/task").unwrap().flatten() {
            let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
            if stat.contains("(watcher)") {
                let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
                time += fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
            }
        }
        time
    };
    let before = used();
    std::thread::sleep(Duration::from_secs(1));
    assert!(used().saturating_sub(before) <= 5, "ticks of 10 ms, in all tests that run beside this one");
}
