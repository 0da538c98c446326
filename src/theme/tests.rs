//! Themes from folders: found, put together, and what is wrong with them told with a place.

use super::*;
use crate::source::{Limits, Source};
use std::path::Path;

/// A talk `talk.md` in a folder with these files.
fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talk.md"), "# A").unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let files = Files::open(&folder.path().join("talk.md"), Vec::new(), Limits::default()).value;
    (folder, files)
}

fn no_picture(_: Arc<[u8]>, path: &Spanned<String>) -> Result<String, Diagnostic> {
    Ok(format!("data:image/png;base64,{}", path.value))
}

fn load_named(files: &Files, name: &str) -> Report<Theme> {
    load(files, &Spanned::new(name.to_owned(), Span::new(FileId(0), 0, 1)), &no_picture)
}

/// `code file:line:column message` of each finding.
fn told<T>(files: &Files, report: &Report<T>) -> Vec<String> {
    let place = |span: Span| {
        let source: Arc<Source> = files.source(span.file);
        let place = source.place(span.start);
        let name = source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{name}:{}:{}", place.line, place.column)
    };
    let one = |found: &Diagnostic| format!("{} {} {}", found.code, place(found.span), found.message);
    report.diagnostics.iter().map(one).collect()
}

fn filled(theme: &Theme, layout: &str, body: &str) -> Result<String, Fault> {
    let slots = Slots { body: body.to_owned(), ..Slots::default() };
    theme.layouts.fill(layout, SlideFields::default(), &slots, &Talk::new(TalkFields::default(), Vec::new()))
}

const SLOTS: &str = "{{ slots.body }}{{ slots.takeaway }}{{ slots.footnotes }}{{ slots.backgrounds }}";

#[test]
fn every_built_in_theme_loads_without_a_word() {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", "");
    for folder in built_in::ALL {
        let report = load_named(&files, folder.name);
        assert_eq!(report.diagnostics, [], "{}", folder.name);
        assert_eq!(report.value.name, folder.name);
    }
    assert_eq!(load(&files, &Spanned::default(), &no_picture).value.name, DEFAULT);
}

#[test]
fn an_unknown_theme_names_the_nearest_and_uses_the_default() {
    let (_folder, files) = project(&[("themes/mine/theme.toml", ""), ("half/a.txt", "")]);
    for (name, hint) in [
        ("lectren", "did you mean `lectern`?"),
        ("mien", "did you mean `mine`?"),
        ("half", "the folder `half` has no `theme.toml`; `deckle new --theme NAME` writes one"),
    ] {
        let report = load_named(&files, name);
        assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["theme-unknown"]);
        assert_eq!(report.diagnostics[0].hint.as_deref(), Some(hint));
        assert_eq!(report.value.name, DEFAULT);
    }
}

#[test]
fn a_theme_is_found_beside_the_talk_at_the_root_or_by_its_path() {
    let manifest = "extends = \"lectern\"\n";
    let (_folder, files) = project(&[
        ("themes/one/theme.toml", manifest),
        ("one/theme.toml", "broken ="),
        ("two/theme.toml", manifest),
        ("deep/er/three/theme.toml", manifest),
    ]);
    for (written, name) in [("one", "one"), ("two", "two"), ("./deep/er/three/", "three"), ("/two", "two")] {
        let report = load_named(&files, written);
        assert_eq!((told(&files, &report), report.value.name.as_str()), (Vec::new(), name), "{written}");
    }
    let looked: Vec<String> = files.looked_for().iter().map(|looked| looked.path.display().to_string()).collect();
    for name in ["themes/one/theme.css", "themes/one/layouts/default.html", "themes/two/theme.toml"] {
        assert!(looked.iter().any(|path| path.ends_with(name)), "{name} would not be watched");
    }
}

#[test]
fn a_theme_beside_the_talk_wins_over_a_built_in_one_and_may_extend_it() {
    let (_folder, files) = project(&[
        ("themes/lectern/theme.toml", "extends = \"lectern\"\n"),
        ("themes/lectern/theme.css", ":root{--accent:#123456}"),
    ]);
    let report = load_named(&files, "lectern");
    assert_eq!(told(&files, &report), [""; 0]);
    assert_eq!(report.value.sheets.len(), 3, "what all share, the built-in one, the talk's");
    assert!(report.value.css.ends_with("@layer theme {\n:root {\n--accent: #123456;\n}\n}\n"), "{}", report.value.css);
}

#[test]
fn layouts_that_nobody_brings_are_those_of_the_default_theme() {
    let own = format!("T{SLOTS}");
    let (_folder, files) = project(&[
        ("base/theme.toml", "extends = \"lectern\"\ncolor = \"dark\"\nsize = \"4:3\"\n"),
        ("base/layouts/quote.html", &format!("B{SLOTS}{{% include \"end.html\" %}}")),
        ("base/layouts/end.html", "F"),
        ("top/theme.toml", "extends = \"base\"\n"),
        ("top/layouts/default.html", &own),
    ]);
    let report = load_named(&files, "top");
    assert_eq!(told(&files, &report), [""; 0]);
    let theme = report.value;
    assert_eq!(filled(&theme, "default", "x").as_deref(), Ok("Tx"));
    assert_eq!(filled(&theme, "quote", "x").as_deref(), Ok("BxF"));
    assert!(filled(&theme, "bio", "x").unwrap().contains("class=\"person\""));
    assert!(theme.manifest.has_slot("image-left", "media"));
    assert_eq!(
        (theme.manifest.color, theme.manifest.size),
        (Some(crate::deck::Color::Dark), Some(crate::deck::Aspect::Classic))
    );
}

#[test]
fn what_a_template_places_counts_and_what_it_would_lose_is_not_used() {
    let (_folder, files) = project(&[
        ("own/theme.toml", "extends = \"lectern\"\n"),
        ("own/layouts/image-left.html", SLOTS),
        ("own/layouts/default.html", &format!("{SLOTS}{{{{ slots.media }}}}")),
        ("own/layouts/quote.html", "{{ slots.body }}"),
        ("own/layouts/code.html", "\n  {% if %}"),
        ("own/layouts/table.html", &format!("{SLOTS}\n {{{{ slots.rihgt }}}}")),
    ]);
    let report = load_named(&files, "own");
    assert_eq!(
        told(&files, &report),
        [
            "theme-template code.html:2:9 this layout cannot be filled: syntax error: unexpected end of block",
            "theme-layout quote.html:1:1 layout `quote` does not place `slots.takeaway`, `slots.footnotes` and `slots.backgrounds`",
        ]
    );
    let theme = report.value;
    assert!(!theme.manifest.has_slot("image-left", "media") && theme.manifest.has_slot("default", "media"));
    assert!(filled(&theme, "quote", "x").unwrap().contains("class=\"body\">x"), "that of `lectern` is used");
    assert!(filled(&theme, "code", "x").is_ok());
    let fault = filled(&theme, "table", "x").unwrap_err();
    let place = files.source(fault.span.unwrap().file).place(fault.span.unwrap().start);
    assert_eq!((place.line, fault.message.as_str()), (2, "undefined value: `slots.rihgt` is undefined"));
}

#[test]
fn themes_that_extend_each_other_or_nothing_are_told_so_and_still_load() {
    let (_folder, files) = project(&[
        ("one/theme.toml", "\nextends = \"two\"\n"),
        ("two/theme.toml", "extends = \"one\"\n"),
        ("self/theme.toml", "extends = \"self\"\n"),
        ("lost/theme.toml", "extends = \"lectren\"\n"),
    ]);
    for (name, message) in [
        ("one", "theme-extends theme.toml:1:11 theme `one` extends itself"),
        ("self", "theme-extends theme.toml:1:11 theme `self` extends itself"),
        ("lost", "theme-extends theme.toml:1:11 there is no theme `lectren` to extend"),
    ] {
        let report = load_named(&files, name);
        assert_eq!(told(&files, &report)[0], message);
        assert!(told(&files, &report)[1].starts_with("theme-token"), "{:?}", told(&files, &report));
        assert!(filled(&report.value, "default", "x").is_ok());
    }
}

#[test]
fn a_sheet_that_reaches_out_is_refused_at_its_place() {
    let (_folder, files) = project(&[
        ("own/theme.toml", "extends = \"lectern\"\n"),
        (
            "own/theme.css",
            "@import 'x';\n:root { --accent: url(../talk.md); }\n.a { background: url(no.png) }\n.b { background: url(is.png) }",
        ),
        ("own/is.png", "x"),
    ]);
    let report = load_named(&files, "own");
    let found = told(&files, &report);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("theme-css theme.css:1:1 `@import` is refused"), "{found:?}");
    assert!(found[1].starts_with("path-outside theme.css:2:23 `../talk.md` lies outside the folder of"), "{found:?}");
    assert!(found[2].starts_with("file-missing theme.css:3:22"), "{found:?}");
    assert!(report.value.css.contains("url(\"data:image/png;base64,is.png\")"));
}

#[cfg(unix)]
#[test]
fn a_theme_reads_nothing_outside_its_folder() {
    let (folder, files) = project(&[("own/theme.toml", "extends = \"lectern\"\n"), ("secret.html", SLOTS)]);
    let own = folder.path().join("own");
    std::fs::create_dir(own.join("layouts")).unwrap();
    std::os::unix::fs::symlink("../../secret.html", own.join("layouts/default.html")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", own.join("theme.css")).unwrap();
    let report = load_named(&files, "own");
    let codes: Vec<&str> = report.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["path-outside", "path-outside"]);
    for path in ["../own", "/etc"] {
        let codes: Vec<&str> = load_named(&files, path).diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes.last(), Some(&"theme-unknown"), "{path}");
    }
}

#[test]
fn a_part_that_layouts_include_can_be_replaced_and_loses_nothing() {
    let (_folder, files) = project(&[
        ("own/theme.toml", ""),
        (
            "own/theme.css",
            ":root{--ground:#fff;--surface:#fff;--ink:#000;--muted:#000;--accent:#000;--second:#000;--good:#000;--bad:#000;--mark:#fff;--line:#000}",
        ),
        ("own/layouts/foot.html", "<footer>own</footer>{{ slots.takeaway }}{{ slots.footnotes }}"),
        ("poor/theme.toml", "extends = \"lectern\"\n"),
        ("poor/layouts/foot.html", "<footer>poor</footer>"),
    ]);
    let report = load_named(&files, "own");
    assert_eq!(told(&files, &report), [""; 0]);
    assert!(filled(&report.value, "table", "x").unwrap().contains("<footer>own</footer>"));
    let report = load_named(&files, "poor");
    assert!(told(&files, &report)[0].starts_with("theme-layout foot.html:1:1 layout `"), "{:?}", told(&files, &report));
    assert!(filled(&report.value, "table", "x").unwrap().contains("class=\"foot\""));
}

#[test]
fn fonts_that_are_not_there_or_no_fonts_are_told_with_a_place() {
    let (_folder, files) = project(&[
        ("own/theme.toml", "extends = \"lectern\"\n[fonts]\ntext = \"Mine\"\ncode = \"Inter\"\n"),
        ("own/fonts/Mine.ttf", "no font"),
        ("own/fonts/readme.txt", ""),
    ]);
    let found = told(&files, &load_named(&files, "own"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("theme-font theme.toml:1:1 `fonts/Mine.ttf` is no font that can be read"),
        "{found:?}"
    );
    assert_eq!(found[1], "theme-font theme.toml:3:8 theme `own` names the unknown font family `Mine`");
}

/// What a talk with this front matter says about its own look: the sheet, and the findings.
fn own_sheet(front_matter: &str) -> (String, Vec<String>) {
    let text = format!("---\n{front_matter}\n---\n\n# T\n");
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", &text);
    let deck = crate::parse::talk(&files).value;
    let mut theme = load(&files, &Spanned::default(), &no_picture).value;
    let mut report = talk::fonts(&deck, &mut theme);
    let css = report.keep(talk::sheet(&files, &deck, &theme, &no_picture));
    (css, told(&files, &report))
}

#[test]
fn tokens_of_a_talk_stand_above_the_theme_and_stay_readable() {
    assert_eq!(own_sheet("lang: en"), (String::new(), Vec::new()));
    let (css, told) = own_sheet("look: {title: 46, --ground: \"#fff\", surface: white}");
    assert!(css.starts_with("@layer talk {\n:root { --ground: #ffffff;--surface: #ffffff;"), "{css}");
    assert!(css.contains("--size-title: 46px;"), "{css}");
    assert!(told.iter().any(|told| told.contains("text in `ink` becomes") && told.contains("in dark")), "{told:?}");
    let settings = tokens::Settings::of([tokens::LOOK, built_in::LECTERN.css, css.as_str()]);
    for mode in tokens::Mode::ALL {
        let color = |name| settings.color(name, mode).unwrap();
        for (token, _) in tokens::TOKENS.iter().filter(|(_, holds)| *holds == tokens::Holds::TextColor) {
            assert!(color(token).contrast(color("ground")) >= color::READABLE, "{token} {}", mode.words());
        }
    }
}

#[test]
fn a_brand_keeps_its_colour_for_fills_and_becomes_readable_for_text() {
    let (css, told) = own_sheet("event: {name: E, accent: \"#ffd400\"}");
    assert!(css.contains("--brand: #ffd400;"), "{css}");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("look-contrast talk.md:2:26 text in `accent` becomes #"), "{told:?}");
    let settings = tokens::Settings::of([built_in::LECTERN.css, css.as_str()]);
    for mode in tokens::Mode::ALL {
        let least = if mode.is_contrast { 7.0 } else { color::READABLE };
        let color = |name| settings.color(name, mode).unwrap();
        assert!(color("accent").contrast(color("surface")) >= least, "{}", mode.words());
    }
    let (_, told) = own_sheet(
        "look: {acent: red, accent: reddish, body: huge, font-text: Intre, second: \"light-dark(#a00, #f88)\"}",
    );
    let starts = ["look-value talk.md:2:", "look-unknown talk.md:2:8 unknown token `acent`"];
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(starts.iter().all(|start| told.iter().any(|told| told.starts_with(start))), "{told:?}");
}
