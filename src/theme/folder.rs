//! The files of one theme, from the program or from a folder beside the talk. Manual page: `tests/spec/themes.md`.

use super::built_in;
use crate::deck::Layout;
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Bytes of a style sheet, and of all templates together.
const LARGEST: usize = 1 << 20;

/// One file of a theme.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its path as shown to people.
    pub shown: String,
    /// What it says.
    pub text: Arc<str>,
    /// Its number, for places in it; a file that comes with the program has one only while it is checked.
    pub file: Option<FileId>,
}

impl Text {
    /// A file of the program.
    pub fn built_in(shown: String, text: &str) -> Text {
        Text { shown, text: text.into(), file: None }
    }

    fn of(source: &Source) -> Text {
        Text { shown: source.shown.clone(), text: source.text.clone(), file: Some(source.id) }
    }

    /// The place of a byte range of it.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.file.map_or(Span::NOWHERE, |file| Span::new(file, range.start, range.end))
    }
}

/// The files of one theme.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// The folder's name, which is the theme's.
    pub name: String,
    /// `theme.toml`
    pub manifest: Text,
    /// `theme.css`
    pub css: Text,
    /// `layouts/*.html` by file name.
    pub layouts: BTreeMap<String, Text>,
    /// Whether it comes with the program. A theme of a stranger is watched more closely.
    pub is_built_in: bool,
}

impl Folder {
    /// A theme of the program. With `files` its texts get numbers there, so that messages can show their lines.
    pub fn built_in(folder: &built_in::Folder, files: Option<&Files>) -> Folder {
        let text = |file: &str, text: &str| {
            let shown = format!("{}/{file}", folder.name);
            match files {
                Some(files) => Text::of(&files.put(&shown, text)),
                None => Text::built_in(shown, text),
            }
        };
        Folder {
            name: folder.name.to_owned(),
            manifest: text("theme.toml", folder.manifest),
            css: text("theme.css", folder.css),
            layouts: folder
                .layouts
                .iter()
                .map(|(file, html)| ((*file).to_owned(), text(&format!("layouts/{file}"), html)))
                .collect(),
            is_built_in: true,
        }
    }

    /// The theme whose `theme.toml` was found. Every file is read through `files`, and none from outside the folder.
    pub fn read(files: &Files, manifest: &Source) -> Report<Folder> {
        let mut report = Report::new();
        let asked = Asked { from: manifest.id, span: Span::new(manifest.id, 0, 0) };
        let name = manifest.path.parent().and_then(|folder| folder.file_name());
        let mut folder = Folder {
            name: name.unwrap_or_default().to_string_lossy().into_owned(),
            manifest: Text::of(manifest),
            css: Text::default(),
            layouts: BTreeMap::new(),
            is_built_in: false,
        };
        if files.is_there(asked, "theme.css") {
            folder.css = report.keep(text(files, asked, "theme.css", LARGEST)).unwrap_or_default();
        }
        // The layouts, and the parts that those of the program include: a theme may bring just another footer.
        let parts = built_in::LECTERN.layouts.iter().map(|(file, _)| (*file).to_owned());
        let mut files_wanted: BTreeSet<String> = parts.collect();
        files_wanted.extend(Layout::ALL.map(|layout| format!("{}.html", layout.name())));
        let mut waiting: Vec<(String, Asked)> = files_wanted.into_iter().map(|file| (file, asked)).rev().collect();
        let mut left = LARGEST;
        while let Some((file, asked)) = waiting.pop() {
            let path = format!("layouts/{file}");
            if folder.layouts.contains_key(&file) || !files.is_there(Asked { from: manifest.id, ..asked }, &path) {
                continue;
            }
            let Some(text) = report.keep(text(files, Asked { from: manifest.id, ..asked }, &path, left)) else {
                continue;
            };
            left -= text.text.len();
            for (range, name) in names_in(&text.text) {
                waiting.push((name, Asked { from: manifest.id, span: text.span(range) }));
            }
            folder.layouts.insert(file, text);
        }
        report.with(folder)
    }
}

fn text(files: &Files, asked: Asked, path: &str, most: usize) -> Report<Option<Text>> {
    let mut report = Report::new();
    let text = match files.text_within(asked, path) {
        Ok(source) if source.text.len() > most => {
            let message = format!("with `{path}` this theme has more than {} MiB of text", LARGEST >> 20);
            report.say(Diagnostic::error("theme-file", message, Span::new(source.id, 0, 0)).hint("make it smaller"));
            None
        }
        Ok(source) => Some(Text::of(&source)),
        Err(problem) => {
            report.say(problem);
            None
        }
    };
    report.with(text)
}

/// The names of other templates in a template, `"foot.html"`: all that it may include.
fn names_in(text: &str) -> Vec<(Range<usize>, String)> {
    let plain = |name: &str| {
        name.len() > 5 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    let mut out = Vec::new();
    for (end, _) in text.match_indices(".html") {
        let end = end + ".html".len();
        let quote = text[end..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let start = quote.and_then(|quote| text[..end].rfind(quote)).map(|start| start + 1);
        if let Some(start) = start.filter(|start| plain(&text[*start..end])) {
            out.push((start..end, text[start..end].to_owned()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_those_that_it_may_include() {
        let names = |text| names_in(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("{% include \"foot.html\" %}{% include ['a.html', '../b.html'] %}"), ["foot.html", "a.html"]);
        assert_eq!(names("x.html 'x.htm' \".html\""), [""; 0]);
    }
}
