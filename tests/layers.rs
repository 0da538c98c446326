//! The order of the layers, held by reading every `use crate::…`: a module uses only what stands to its left.
//! Also: one crate, one door; and every file opens by saying what it is.

use std::path::{Path, PathBuf};

const LAYERS: &[&[&str]] = &[
    &["source"],
    &["deck"],
    &["parse"],
    &["theme"],
    &["render"],
    &["bundle"],
    &["live", "export", "rehearsal"],
    &["cli"],
    &["commands"],
    &["lib", "main"],
];
const DOORS: &[(&str, &str)] = &[
    ("katex", "render/math"),
    ("syntect", "render/code"),
    ("mermaid_rs_renderer", "render/diagram/mermaid"),
    ("layout_rs", "render/diagram/dot"),
    ("hypher", "render/hyphens"),
    ("minijinja", "theme/layouts"),
    ("pulldown_cmark", "parse/reader"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("annotate_snippets", "commands/draw"),
    ("unicode_width", "commands/columns"),
    ("html5ever", "parse/html"),
    ("quick_xml", "render/svg"),
    ("image", "render/pictures/luminance"),
    ("notify", "live/watcher"),
    ("hyper", "live/server"),
    ("hyper_util", "live/server"),
    ("http_body_util", "live/server"),
    ("tokio", "live/server"),
    ("tokio_tungstenite", "live/server"),
    ("fast_qr", "render/qr"),
    ("getrandom", "commands/watch"),
];

#[test]
fn a_module_uses_only_what_stands_to_its_left() {
    let mut wrong = Vec::new();
    for path in files(Path::new("src")) {
        let name = path.strip_prefix("src").unwrap().with_extension("").to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        let module = name.split('/').next().unwrap();
        let own = rank(module).unwrap_or_else(|| panic!("{name} belongs to no layer"));
        // Tests may look at a result with the crate that would read it.
        let is_test = name.split('/').any(|part| part == "tests");
        if !text.starts_with("//! ") {
            wrong.push(format!("{name} does not open with `//!`"));
        }
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for other in used(line).filter(|other| rank(other).is_some_and(|other| other > own)) {
                wrong.push(format!("{name}:{} uses `{other}`, which stands to its right", number + 1));
            }
            for other in used(line)
                .filter(|other| rank(other) == Some(own) && *other != module && own < rank("commands").unwrap())
            {
                wrong.push(format!("{name}:{} uses `{other}`, which stands beside it", number + 1));
            }
            let through = |home: &str| name == home || name.starts_with(&format!("{home}/"));
            for (door, home) in DOORS.iter().filter(|(door, home)| !is_test && names(line, door) && !through(home)) {
                wrong.push(format!("{name}:{} uses the crate `{door}`, whose door is {home}.rs", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules in `crate::a::…` and `use crate::{a, b::c}` of one line.
fn used(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).flat_map(|rest| {
        let inside = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or(rest));
        let list = inside.unwrap_or_else(|| {
            rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or("")
        });
        list.split(',').map(|part| part.trim().split("::").next().unwrap_or(""))
    })
}

/// Whether the line names the crate itself: `name::`, with no word or `::` before it.
fn names(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    line.match_indices(&path)
        .any(|(at, _)| !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || "_:".contains(letter)))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}
