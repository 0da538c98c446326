//! What the cache survives.

use super::*;

fn key(number: u32) -> Key {
    *blake3::hash(&number.to_le_bytes()).as_bytes()
}

fn content(number: u32) -> Vec<u8> {
    format!("content {number} ").repeat(1 + number as usize % 50).into_bytes()
}

fn fill(folder: &Path, numbers: std::ops::Range<u32>) {
    let new: Vec<(Key, Vec<u8>)> = numbers.map(|number| (key(number), content(number))).collect();
    Cache::open(Some(folder)).write(&new);
}

fn read(folder: &Path, numbers: std::ops::Range<u32>) -> Vec<Option<Vec<u8>>> {
    Cache::open(Some(folder)).read(&numbers.map(key).collect::<Vec<_>>())
}

#[test]
fn what_was_written_is_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..100);
    fill(folder.path(), 100..150);
    let found = read(folder.path(), 0..200);
    for (number, found) in found.iter().enumerate() {
        assert_eq!(*found, (number < 150).then(|| content(number as u32)), "{number}");
    }
}

#[test]
fn no_folder_is_a_cache_that_never_has_anything() {
    let mut cache = Cache::open(None);
    cache.write(&[(key(1), content(1))]);
    assert_eq!(cache.read(&[key(1)]), [None]);
}

#[test]
fn a_folder_that_cannot_be_made_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    fill(&file, 0..3);
    assert_eq!(read(&file, 0..1), [None]);
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

#[test]
fn a_changed_byte_anywhere_is_a_miss_and_never_a_wrong_content() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..20);
    let mut seed = 7u32;
    for kind in ["0.pack", "0.index"] {
        let path = folder.path().join(FORM).join(kind);
        let whole = fs::read(&path).unwrap();
        for _ in 0..300 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = seed as usize % whole.len();
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << (seed >> 29);
            if seed.is_multiple_of(5) {
                damaged.truncate(at);
            }
            fs::write(&path, &damaged).unwrap();
            for (number, found) in read(folder.path(), 0..20).into_iter().enumerate() {
                assert!(found.is_none() || found == Some(content(number as u32)));
            }
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(read(folder.path(), 0..20).iter().all(Option::is_some));
}

#[test]
fn what_is_damaged_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..20);
    for kind in ["0.pack", "0.index"] {
        let path = folder.path().join(FORM).join(kind);
        let mut bytes = fs::read(&path).unwrap();
        let half = bytes.len() / 2 + 3;
        bytes.truncate(half);
        fs::write(&path, bytes).unwrap();
        let missing: Vec<u32> = (0..20)
            .zip(read(folder.path(), 0..20))
            .filter(|(_, found)| found.is_none())
            .map(|(number, _)| number)
            .collect();
        assert!(!missing.is_empty());
        for number in missing {
            fill(folder.path(), number..number + 1);
        }
        assert!(read(folder.path(), 0..20).iter().all(Option::is_some), "{kind}");
    }
}

#[test]
fn many_builds_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for start in 0..8 {
            let folder = folder.path();
            scope.spawn(move || {
                (0..10).for_each(|step| fill(folder, start * 100 + step * 10..start * 100 + step * 10 + 10))
            });
        }
    });
    for start in 0..8 {
        assert!(read(folder.path(), start * 100..start * 100 + 100).iter().all(Option::is_some));
    }
}

#[test]
fn the_folder_stays_bounded_and_what_is_used_stays_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let full = 20_000;
    for round in 0..200u32 {
        let mut cache = Cache::open_with(Some(folder.path()), full);
        let used = cache.read(&[key(1_000_000)]);
        assert!(round == 0 || used[0].is_some(), "round {round}");
        let mut new: Vec<(Key, Vec<u8>)> =
            (round * 5..round * 5 + 5).map(|number| (key(number), content(number))).collect();
        if round == 0 {
            new.push((key(1_000_000), content(7)));
        }
        cache.write(&new);
        let size: u64 =
            fs::read_dir(folder.path().join(FORM)).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
        assert!(size < 3 * full, "{size} bytes in round {round}");
    }
}

#[test]
fn the_environment_says_where() {
    let at = |pairs: &'static [(&str, &str)]| {
        folder_from(move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value)))
    };
    assert_eq!(at(&[("HOME", "/h")]), Some(PathBuf::from("/h/.cache/deckle")));
    assert_eq!(at(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")]), Some(PathBuf::from("/x/deckle")));
    assert_eq!(at(&[("HOME", "/h"), ("XDG_CACHE_HOME", "x")]), Some(PathBuf::from("/h/.cache/deckle")));
    assert_eq!(at(&[("HOME", "/h"), ("DECKLE_CACHE", "/c")]), Some(PathBuf::from("/c")));
    assert_eq!(at(&[("HOME", "/h"), ("DECKLE_CACHE", "off")]), None);
    assert_eq!(at(&[("HOME", "/h"), ("DECKLE_CACHE", "")]), None);
    assert_eq!(at(&[]), None);
}
