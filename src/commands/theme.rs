//! Themes on the command line: `--theme DIR`, `deckle check --theme`, `deckle new --theme`.
//! Manual pages: `tests/spec/command-line.md`, `tests/spec/themes.md`.

use super::build::options;
use super::visible::visible;
use super::{Exit, Outcome, failure, findings::Findings, print, show, tell};
use crate::cli::{Check, Format, Screen};
use crate::deck::Layout;
use crate::render::{pictures, worker::strangers::Strangers};
use crate::source::{Diagnostic, Files, Level, Limits, Report, Span, Spanned, plain_words, quoted, slashes, talk_path};
use crate::theme;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `--theme` names, as the talk would write it, and the folders that may be read. A folder is named as seen from where deckle
/// runs; that it may be read is said by naming it.
pub fn named(given: Option<&str>, talk: &Path, allow: &[PathBuf]) -> (Option<String>, Vec<PathBuf>) {
    let mut allow = allow.to_vec();
    let Some(name) = given else { return (None, allow) };
    let folder = Path::new(name);
    let is_folder = theme::is_path(name) && folder.join("theme.toml").is_file();
    let talk = talk_path(talk).canonicalize().ok();
    match (folder.canonicalize(), talk.as_deref().and_then(Path::parent)) {
        (Ok(full), Some(from)) if is_folder => {
            // The folder around it, because what the theme extends may stand beside it.
            allow.extend(full.parent().map(Path::to_path_buf));
            (Some(seen_from(from, &full)), allow)
        }
        _ => (Some(name.to_owned()), allow),
    }
}

/// The way from one folder to another, both canonical: `./themes/mine`, `../../mine`.
fn seen_from(from: &Path, to: &Path) -> String {
    let shared = from.ancestors().find(|above| to.starts_with(above)).unwrap_or(Path::new("/"));
    let up = from.strip_prefix(shared).map_or(0, |rest| rest.components().count());
    let down = to.strip_prefix(shared).unwrap_or(to);
    format!("{}{}", if up == 0 { "./".to_owned() } else { "../".repeat(up) }, slashes(down))
}

/// `deckle check --theme NAME|DIR`: the theme itself, and a slide of every layout built with it.
pub fn check(arguments: &Check) -> Outcome {
    let format = arguments.messages.format;
    let name = arguments.theme.clone().unwrap_or_default();
    let folder = tempfile::tempdir().map_err(|error| {
        let message = format!("cannot make a folder for the specimen: {}", plain_words(&error));
        failure("output-unwritable", message, "make room, or set TMPDIR to a folder that you may write to")
    })?;
    let talk = folder.path().join("specimen.md");
    let written = std::fs::write(&talk, specimen()).and_then(|()| std::fs::write(folder.path().join("p.svg"), PICTURE));
    written.map_err(|error| {
        let message = format!("cannot write the specimen: {}", plain_words(&error));
        failure("output-unwritable", message, "make room, or set TMPDIR to a folder that you may write to")
    })?;
    // `mine` means `./mine` and `themes/mine` here, because there is no talk that it could be beside.
    let places = [name.clone(), format!("themes/{name}")]
        .into_iter()
        .find(|place| Path::new(place).join("theme.toml").is_file());
    let given = places.map(|place| if theme::is_path(&place) { place } else { format!("./{place}") }).unwrap_or(name);
    let (named, allow) = named(Some(&given), &talk, &arguments.messages.allow);
    let named = named.unwrap_or_default();
    let mut report = Report::new();
    let opened = Files::open(&talk, allow.clone(), Limits::default());
    let files = report.keep(opened);
    let asked = options(Some(named.clone()), &Screen::default(), true, None);
    let apart = Arc::new(Strangers::new(&asked.draw.program));
    let looked = report.keep(theme::check(&files, &Spanned::new(named, Span::NOWHERE), &pictures::address, apart));
    if report.diagnostics.iter().any(|found| found.code == "theme-unknown") {
        return Err(failure(
            "theme-unknown",
            format!("there is no theme `{}`", given),
            format!(
                "name a folder that holds a `theme.toml`, or one of {}",
                theme::names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        ));
    }
    let built_files = Files::open(&talk, allow, Limits::default()).value;
    let built = crate::build(&built_files, &asked);
    // Where a finding of the specimen lies in the theme, the look at the theme has told it with the same place.
    let in_specimen = built.diagnostics.into_iter().filter(|found| found.span.file.0 == 0);
    report.diagnostics.extend(in_specimen.map(|found| in_short(&built_files, found)));
    let findings = Findings::new(files.sources(), report.diagnostics);
    show(&findings, format, print)?;
    if findings.list.is_empty() && format == Format::Human {
        print(&format!("nothing to mend in the theme {}\n", visible(&looked.name)))?;
    }
    let counts = |level| findings.count(level) > 0;
    let is_wrong = counts(Level::Error) || (arguments.strict && counts(Level::Warning));
    Ok(if is_wrong { Exit::Mistakes } else { Exit::Fine })
}

/// A finding on the specimen, whose lines nobody has written.
fn in_short(files: &Files, found: Diagnostic) -> Diagnostic {
    let line = files.source(found.span.file).place(found.span.start).line as usize;
    let text = files.source(found.span.file).text.clone();
    let layout = text.lines().take(line).filter_map(|line| line.split_once("layout=")).last();
    let layout = layout.map_or("", |(_, name)| name.split('}').next().unwrap_or(""));
    Diagnostic {
        message: format!("on a slide of the layout `{layout}`: {}", found.message),
        span: Span::NOWHERE,
        ..found
    }
}

const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 90\"><path d=\"M0 0h160v90H0z\" fill=\"#789\"/></svg>";

/// A talk with a slide of every layout.
fn specimen() -> String {
    let mut talk = String::from(
        "---\ntitle: Specimen\nspeaker: {name: A. Speaker, role: Role, at: Institution, mail: a@example.org}\nevent: {name: Event, place: Place, date: Date}\nfooter: Footer\nlicense: CC BY 4.0\n---\n",
    );
    for layout in Layout::ALL.map(Layout::name) {
        let body = match layout {
            "title" => "Subtitle",
            "section" => "",
            "agenda" => "<!-- agenda -->",
            "statement" => "One sentence.",
            "big-number" => "what it means",
            "two-columns" | "comparison" => {
                "::: columns\n::: column\n### One\n\n- item\n:::\n::: column\n### Other\n\n- item\n:::\n:::"
            }
            "image-left" | "image-right" => "- item\n\n![A plane](p.svg)",
            "image-full" => "![A plane](p.svg)",
            "gallery" => "![A plane](p.svg)\n\n![The same](p.svg)",
            "code" => "```rust\nfn main() {}\n```",
            "table" => "| name | value |\n|---|--:|\n| one | 1 |",
            "formula" => "$$a^2 + b^2 = c^2$$",
            "quote" => "> A quotation.\n>\n> — A source",
            "timeline" => "- 2019: first\n- 2020: second",
            "references" => "- A. Author, A title, 2020",
            "questions" => "<!-- contact -->",
            _ => {
                "- item\n- item with `code`, a [link](https://example.org), **strong** and *emphasis*\n\n> [!TAKE]\n> What to remember."
            }
        };
        let head = if layout == "section" || layout == "title" { '#'.to_string() } else { "##".to_owned() };
        talk.push_str(&format!("\n---\n\n{head} Title {{#{layout} layout={layout}}}\n\n{body}\n"));
    }
    talk.replacen("\n---\n\n# Title", "\n\n# Title", 1)
}

/// `deckle new --theme NAME`: a folder that can be edited, whole or not at all.
pub fn copy(name: &str, from: &str, folder: Option<&Path>) -> Outcome {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        let message = format!("`{}` cannot be the name of a theme", visible(name));
        return Err(failure(
            "theme-unknown",
            message,
            "use letters, digits and hyphens: `deckle new --theme my-theme`",
        ));
    }
    let Some(files) = theme::to_copy(from, name) else {
        let message = format!("there is no theme `{}` to begin with", visible(from));
        let known: Vec<String> = theme::names().iter().map(|name| format!("`{name}`")).collect();
        return Err(failure("theme-unknown", message, format!("the themes are {}", known.join(", "))));
    };
    let folder = folder.map_or_else(|| Path::new("themes").join(name), Path::to_path_buf);
    let shown = slashes(&folder);
    if folder.symlink_metadata().is_ok() {
        let message = format!("`{}` is there already", visible(&shown));
        return Err(failure(
            "folder-not-empty",
            message,
            "name a folder that does not exist yet; nothing is ever overwritten",
        ));
    }
    write(&folder, &files).map_err(|error| {
        let message = format!("cannot write `{}`: {}", visible(&shown), plain_words(&error));
        failure("output-unwritable", message, "name a folder that you may write to")
    })?;
    let quoted = quoted(&folder.to_string_lossy());
    tell(&format!(
        "wrote {}: theme.toml, theme.css and {} layouts, as in {from}\nnext: change theme.css, write `theme: {}` in a talk, and `deckle check --theme {}`\n",
        visible(&shown),
        files.len() - 2,
        folder.file_name().unwrap_or_default().to_string_lossy(),
        visible(&quoted)
    ));
    Ok(Exit::Fine)
}

/// Writes beside the place and moves all of it there at once.
fn write(folder: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let beside = tempfile::Builder::new().prefix(".deckle-theme-").tempdir_in(parent)?;
    // A folder of its own in it, with the rights that a new folder has.
    let whole = beside.path().join("theme");
    for (path, text) in files {
        let path = whole.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&whole))?;
        std::fs::write(path, text)?;
    }
    std::fs::rename(&whole, folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_seen_from_the_talk() {
        for (from, to, way) in
            [("/a/b", "/a/b/themes/x", "./themes/x"), ("/a/b", "/a/c", "../c"), ("/a/b", "/c", "../../c")]
        {
            assert_eq!(seen_from(Path::new(from), Path::new(to)), way);
        }
    }
}
