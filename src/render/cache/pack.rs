//! One generation of the cache: a pack of entries and the index that says where they are.
//! Manual page: `tests/spec/math.md`, "Drawn once".

use super::Key;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Key, length, checksum.
const HEAD: usize = 32 + 4 + 16;

/// First half of the key, offset, length, four bytes of nothing.
const RECORD: usize = 32;

const LARGEST_INDEX: u64 = 16 << 20;

/// A generation open for reading.
pub struct Generation {
    /// Its number; larger is newer.
    pub number: u64,
    pack: File,
    length: u64,
    index: Vec<u8>,
}

impl Generation {
    /// Opens generation `number`.
    pub fn open(folder: &Path, number: u64) -> io::Result<Generation> {
        let index = file(folder, number, "index");
        let data = fs::metadata(&index)?;
        // Thirty times what a full pack of ordinary entries has: no index of ours.
        if !data.is_file() || data.len() > LARGEST_INDEX {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        let index = fs::read(index)?;
        let pack = File::open(file(folder, number, "pack"))?;
        let length = pack.metadata()?.len();
        Ok(Generation { number, pack, length, index })
    }

    /// Bytes of its pack, 0 if there is none.
    pub fn size(folder: &Path, number: u64) -> u64 {
        fs::metadata(file(folder, number, "pack")).map_or(0, |data| data.len())
    }

    /// Deletes it. A reader that has it open keeps it.
    pub fn remove(folder: &Path, number: u64) {
        let _ = fs::remove_file(file(folder, number, "index"));
        let _ = fs::remove_file(file(folder, number, "pack"));
    }

    /// The contents of these keys, as far as they are here and whole.
    pub fn read(&self, keys: &[Key]) -> Vec<Option<Vec<u8>>> {
        // Only looked up, never walked through: its order shows nowhere.
        let mut places: HashMap<&[u8], Vec<(u64, u32)>> = keys.iter().map(|key| (&key[..16], Vec::new())).collect();
        for record in self.index.chunks_exact(RECORD) {
            if let Some(found) = places.get_mut(&record[..16]) {
                found.extend(record_place(record));
            }
        }
        let newest_first = |key: &Key| places.get(&key[..16]).into_iter().flatten().rev();
        keys.iter()
            .map(|key| newest_first(key).find_map(|(offset, length)| self.entry(key, *offset, *length)))
            .collect()
    }

    fn entry(&self, key: &Key, offset: u64, length: u32) -> Option<Vec<u8>> {
        let whole = HEAD as u64 + u64::from(length);
        if offset.checked_add(whole)? > self.length {
            return None;
        }
        let mut entry = vec![0; usize::try_from(whole).ok()?];
        let mut pack = &self.pack;
        pack.seek(SeekFrom::Start(offset)).ok()?;
        pack.read_exact(&mut entry).ok()?;
        let content = entry.split_off(HEAD);
        (entry == head(key, &content)).then_some(content)
    }
}

/// Adds entries at the end of generation `number`, which need not exist. The caller holds the lock.
///
/// # Errors
/// When the disk refuses; what was half written is taken back if it can be, and is harmless if not.
pub fn append<'a>(folder: &Path, number: u64, entries: impl Iterator<Item = (&'a Key, &'a [u8])>) -> io::Result<()> {
    let open = |kind| File::options().create(true).append(true).open(file(folder, number, kind));
    let mut pack = open("pack")?;
    let mut index = open("index")?;
    let mut offset = pack.metadata()?.len();
    let mut contents = Vec::new();
    let mut records = Vec::new();
    // A torn record at the end would shift all that follow.
    let torn = index.metadata()?.len() % RECORD as u64;
    if torn > 0 {
        records.resize(RECORD - torn as usize, 0);
    }
    for (key, content) in entries {
        contents.extend_from_slice(&head(key, content));
        contents.extend_from_slice(content);
        records.extend_from_slice(&key[..16]);
        records.extend_from_slice(&offset.to_le_bytes());
        records.extend_from_slice(&(content.len() as u32).to_le_bytes());
        records.extend_from_slice(&[0; 4]);
        offset += (HEAD + content.len()) as u64;
    }
    write_or_take_back(&mut pack, &contents)?;
    write_or_take_back(&mut index, &records)
}

fn write_or_take_back(to: &mut File, bytes: &[u8]) -> io::Result<()> {
    let before = to.metadata()?.len();
    to.write_all(bytes).inspect_err(|_| drop(to.set_len(before)))
}

fn file(folder: &Path, number: u64, kind: &str) -> PathBuf {
    folder.join(format!("{number}.{kind}"))
}

fn head(key: &Key, content: &[u8]) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(key);
    head.extend_from_slice(&(content.len() as u32).to_le_bytes());
    head.extend_from_slice(&blake3::hash(content).as_bytes()[..16]);
    head
}

fn record_place(record: &[u8]) -> Option<(u64, u32)> {
    let offset = record.get(16..24)?.try_into().ok()?;
    let length = record.get(24..28)?.try_into().ok()?;
    Some((u64::from_le_bytes(offset), u32::from_le_bytes(length)))
}
