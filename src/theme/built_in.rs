//! The themes that come with the program, compiled into it. Manual page: `tests/spec/themes.md`.

/// The files of one theme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folder {
    /// The folder's name, which is the theme's.
    pub name: &'static str,
    /// `theme.toml`
    pub manifest: &'static str,
    /// `theme.css`
    pub css: &'static str,
    /// `layouts/*.html` by file name.
    pub layouts: &'static [(&'static str, &'static str)],
}

macro_rules! theme {
    ($name:literal: $($layout:literal)*) => {
        Folder {
            name: $name,
            manifest: include_str!(concat!("../../themes/", $name, "/theme.toml")),
            css: include_str!(concat!("../../themes/", $name, "/theme.css")),
            layouts: &[$((
                concat!($layout, ".html"),
                include_str!(concat!("../../themes/", $name, "/layouts/", $layout, ".html")),
            )),*],
        }
    };
}

/// Lectures and papers.
pub(super) const LECTERN: Folder = theme!("lectern":
    "title" "section" "agenda" "default" "statement" "big-number" "two-columns" "comparison" "image-left" "image-right"
    "image-full" "gallery" "code" "table" "formula" "quote" "timeline" "bio" "references" "questions" "head" "foot");

/// Theory and reading rooms.
const SEMINAR: Folder = theme!("seminar": "section");
/// Keynotes and dark halls.
const STAGE: Folder = theme!("stage":);
/// An institution's own.
const INSTITUTE: Folder = theme!("institute": "head" "foot");

/// Every built-in theme.
pub(super) const ALL: [Folder; 4] = [LECTERN, SEMINAR, STAGE, INSTITUTE];

/// The built-in theme of that name.
pub(super) fn named(name: &str) -> Option<Folder> {
    ALL.into_iter().find(|folder| folder.name == name)
}
