//! The tour, a talk that has every feature: what a theme is tried on. Manual page: `tests/spec/themes.md`.

use std::path::{Path, PathBuf};

macro_rules! files {
    ($($path:literal),*) => {
        [$(($path, include_bytes!(concat!("../../../decks/", $path)).as_slice())),*]
    };
}

const FILES: [(&str, &[u8]); 9] = files!(
    "tour.md",
    "tour/drying.svg",
    "tour/dyes.webm",
    "tour/laid.svg",
    "tour/mill.svg",
    "tour/mould.svg",
    "tour/paper.py",
    "tour/part.md",
    "tour/tone.opus"
);

/// Writes the tour into a folder; gives its talk.
pub fn write(folder: &Path) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder.join("tour"))?;
    for (path, bytes) in FILES {
        std::fs::write(folder.join(path), bytes)?;
    }
    Ok(folder.join("tour.md"))
}
