//! Pictures of every kind, whole and damaged, through the public door.

use super::*;
use crate::deck::{Attributes, Block, BlockKind, Layout, Slide, Slot, Steps};
use crate::source::Level;

fn slide(pictures: Vec<Picture>) -> Slide {
    let kind = BlockKind::Pictures(pictures);
    let block = Block { span: Span::default(), steps: Steps::Always, attributes: Attributes::default(), kind };
    Slide {
        span: Span::default(),
        id: "a".into(),
        number: "1".into(),
        section: None,
        layout: Spanned::new(Layout::Default, Span::default()),
        title: None,
        slots: vec![Slot { name: "body", blocks: vec![block] }],
        footnotes: vec![],
        backgrounds: vec![],
        notes: vec![],
        last_step: 0,
        budget: None,
        language: None,
        attributes: Attributes::default(),
        styles: vec![],
        optional: false,
        backup: false,
        tags: vec![],
        part: None,
    }
}

fn picture(path: &str, alt: &str, at: usize) -> Picture {
    let span = Span::new(FileId(0), at, at + path.len());
    let path = Spanned::new(path.to_owned(), span);
    Picture {
        path,
        alt: alt.into(),
        title: String::new(),
        attributes: Attributes::default(),
        steps: Steps::Always,
        span,
    }
}

fn load_one(folder: &std::path::Path, path: &str) -> (Loaded, Vec<Diagnostic>) {
    let files = Files::from_text(folder, "talk.md", "");
    let deck = Deck { slides: vec![slide(vec![picture(path, "words", 7)])], ..Deck::default() };
    let report = load(&files, &deck);
    (report.value.get(FileId(0), path).cloned().unwrap(), report.diagnostics)
}

fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes(), name, body, b"crc."].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"tEXt", b"Author\0me"),
        &chunk(b"IDAT", b"x"),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

#[test]
fn pictures_are_typed_by_content_and_measured() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("a.png", &png(30, 20));
    write("a.jpg", &png(30, 20));
    write("a.txt", &png(30, 20));
    write(
        "a.svg",
        b"<?xml version='1.0'?><!-- x --><!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 4 3'><script/></svg>",
    );
    write("a.gif", b"GIF89a\x04\0\x03\0\0\0\0;");
    let root = folder.path().canonicalize().unwrap();
    let (loaded, told) = load_one(&root, "a.png");
    let Loaded::Raster(asset) = loaded else { panic!("{loaded:?}") };
    assert_eq!((asset.mime, asset.width, asset.height, told.len()), ("image/png", 30, 20, 0));
    assert!(!asset.bytes.windows(6).any(|part| part == b"Author"));
    assert_eq!(load_one(&root, "a.jpg").1[0].code, "picture-name");
    assert!(load_one(&root, "a.txt").1.is_empty());
    let (loaded, told) = load_one(&root, "a.svg");
    assert!(matches!(loaded, Loaded::Drawing(drawing) if drawing.width == 4.0));
    assert_eq!((told.len(), told[0].code), (1, "svg-cleaned"));
    assert!(
        matches!(load_one(&root, "a.gif").0, Loaded::Raster(asset) if asset.mime == "image/gif" && asset.width == 4)
    );
}

#[test]
fn each_bad_picture_gives_one_error_at_its_path_and_a_frame() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let whole = png(30, 20);
    write("cut.png", &whole[..whole.len() - 13]);
    write("huge.png", &png(30_000, 30_000));
    write("none.png", &png(0, 20));
    write("empty.png", b"");
    write("head.png", &whole[..20]);
    write("words.png", b"hello");
    write("old.tiff", b"II\x2a\0\x08\0\0\0\0\0");
    write("doc.pdf", b"%PDF-1.7");
    write("bad.svg", b"<svg><g></svg>");
    write("latin.svg", b"<svg><text>\xe4</text></svg>");
    write("Plot-1.png", &whole);
    let root = folder.path().canonicalize().unwrap();
    for (path, code) in [
        ("cut.png", "picture-broken"),
        ("huge.png", "picture-large"),
        ("none.png", "picture-broken"),
        ("empty.png", "picture-type"),
        ("head.png", "picture-broken"),
        ("words.png", "picture-type"),
        ("old.tiff", "picture-type"),
        ("doc.pdf", "picture-type"),
        ("bad.svg", "svg-broken"),
        ("latin.svg", "svg-broken"),
        ("plot-1.png", "picture-missing"),
        ("nowhere/x.png", "picture-missing"),
        ("http://example.org/a.png", "picture-remote"),
        ("HTTPS://example.org/a.png", "picture-remote"),
        ("//host/a.png", "picture-remote"),
        ("data:image/png;base64,AAAA", "picture-data"),
        ("file:///etc/passwd", "picture-path"),
        ("javascript:x", "picture-path"),
        ("", "picture-missing"),
        ("a\0b.png", "path-form"),
        ("../x.png", "path-outside"),
    ] {
        let (loaded, told) = load_one(&root, path);
        assert!(matches!(loaded, Loaded::Broken(_)), "{path}");
        assert_eq!(told.len(), 1, "{path}: {told:?}");
        assert_eq!((told[0].code, told[0].level, told[0].span.start), (code, Level::Error, 7), "{path}: {told:?}");
        assert!(told[0].hint.is_some(), "{path}");
    }
    let hint = load_one(&root, "plot-1.png").1[0].hint.clone().unwrap();
    assert_eq!(hint, "did you mean `Plot-1.png`?");
    assert!(load_one(&root, "plot1.jpg").1[0].hint.clone().unwrap().contains("Plot-1.png"));
}

#[test]
fn a_picture_without_words_is_a_warning_unless_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.png"), png(3, 2)).unwrap();
    let files = Files::from_text(&folder.path().canonicalize().unwrap(), "talk.md", "");
    let mut decorative = picture("a.png", "", 20);
    decorative.attributes.classes.push("decorative".into());
    let deck = Deck { slides: vec![slide(vec![picture("a.png", "", 10), decorative])], ..Deck::default() };
    let report = load(&files, &deck);
    assert_eq!(report.diagnostics.len(), 1);
    assert_eq!((report.diagnostics[0].code, report.diagnostics[0].level), ("picture-alt", Level::Warning));
}

#[test]
fn a_missing_picture_used_twice_is_told_at_both_places() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::from_text(folder.path(), "talk.md", "");
    let deck =
        Deck { slides: vec![slide(vec![picture("a.png", "x", 10), picture("a.png", "x", 30)])], ..Deck::default() };
    let starts: Vec<u32> = load(&files, &deck).diagnostics.iter().map(|told| told.span.start).collect();
    assert_eq!(starts, [10, 30]);
}
