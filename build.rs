//! Joins and minifies the runtime before the program is compiled, and makes the fonts that the font tools can cut.
//!
//! The modules in `assets/runtime` are plain ES modules that a browser and Node can load as they stand. Joining them into one
//! scope is a matter of lines, because they keep three habits: one-line imports, `export` only before a declaration, no
//! top-level name used twice. Manual page: `tests/spec/output.md`.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;
use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

#[allow(dead_code)]
#[path = "src/theme/outlines.rs"]
mod outlines;

/// In the order that packs best: neighbours are alike. Any order works, because nothing runs before all of them are read.
const MODULES: &[&str] = &[
    "print",
    "find",
    "strip",
    "media",
    "stage",
    "morph",
    "make",
    "position",
    "clock",
    "keep",
    "session",
    "words",
    "pace",
    "overview",
    "panes",
    "notes",
    "help",
    "ink",
    "pointer",
    "fit",
    "geometry",
    "zoom",
    "desk",
    "presenter",
    "embed",
    "link",
    "start",
    "input",
];

/// The languages of the interface, in the order of `assets/runtime/words.js`.
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "it"];

/// Stands in for the module `media` in a deck without clips and frames.
const NO_MEDIA: &str = "function still(copy) { return copy; }\nfunction media() {}\n";

/// The page of a phone that steers; all languages are in it, because the talk's is told later.
const PHONE: &[&str] = &["runtime/pace", "remote/phrases", "remote/wire", "remote/pad", "remote/phone"];

/// Stand in for the modules `notes` and `keep` in a deck without notes.
const NO_NOTES: &str = "const showNotes = (box) => box.firstChild || box.append(say('noNotes'));\nfunction furnish() {}\n\
                        const drawer = (stage) => stage.does('drawer', () => stage.whisper(say('noNotes')), true);\n";
const NO_KEEP: &str = "const keep = null;\n";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets/runtime");
    println!("cargo:rerun-if-changed=assets/remote");
    println!("cargo:rerun-if-changed=src/theme/outlines.rs");
    fonts();
    let mut phone = String::from("(()=>{'use strict';\n");
    let mut names = BTreeMap::new();
    PHONE.iter().for_each(|module| add(&source(module), module, &mut names, &mut phone));
    write("phone.js", &(phone + "})();"));
    // What stands before the slides is a script of its own.
    write("early.js", &read("early"));
    // A deck carries the words of its own language only, what clips and notes need only if it has some, and what changes slides only
    // while it is watched.
    for (index, language) in LANGUAGES.iter().enumerate() {
        for (kind, media, notes, watch) in [
            ("", false, false, false),
            ("-media", true, false, false),
            ("-notes", false, true, false),
            ("-media-notes", true, true, false),
            ("-watch", true, true, true),
        ] {
            write(&format!("runtime-{language}{kind}.js"), &joined(index, media, notes, watch));
        }
    }
}

/// Inter's optical size: that of running text on a slide, whose titles are half as large again.
const OPTICAL_SIZE: f32 = 28.0;

/// Libertinus Serif with quadratic outlines, and four instances of Inter. Only these are in the program, not the crates' other
/// fonts; made again only when what makes them has changed.
fn fonts() {
    let out = env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
    let out = Path::new(&out);
    let serif: Vec<&[u8]> = typst_assets::fonts().take(4).collect();
    let (upright, italic) = (damascene_fonts_inter::INTER_VARIABLE, damascene_fonts_inter::INTER_VARIABLE_ITALIC);
    let inter = |weight: f32| vec![("opsz", OPTICAL_SIZE), ("wght", weight)];
    let faces = [
        ("LibertinusSerif-Regular", serif[0], Vec::new()),
        ("LibertinusSerif-Bold", serif[1], Vec::new()),
        ("LibertinusSerif-Italic", serif[2], Vec::new()),
        ("LibertinusSerif-BoldItalic", serif[3], Vec::new()),
        ("Inter-Regular", upright, inter(400.0)),
        ("Inter-Bold", upright, inter(700.0)),
        ("Inter-Italic", italic, inter(400.0)),
        ("Inter-BoldItalic", italic, inter(700.0)),
    ];
    let sizes: Vec<usize> = faces.iter().map(|(_, bytes, _)| bytes.len()).collect();
    let stamp = format!("{sizes:?} {OPTICAL_SIZE}\n{}", include_str!("src/theme/outlines.rs"));
    let stamped = out.join("fonts.stamp");
    if fs::read_to_string(&stamped).is_ok_and(|old| old == stamp) {
        return;
    }
    for (name, bytes, axes) in faces {
        let made = outlines::to_truetype(bytes, &axes).unwrap_or_else(|error| panic!("{name}: {error}"));
        fs::write(out.join(format!("{name}.ttf")), made).expect("the folder can be written to");
    }
    fs::write(stamped, stamp).expect("the folder can be written to");
}

fn joined(language: usize, media: bool, notes: bool, watch: bool) -> String {
    let source = |module: &&str| match *module {
        "media" if !media => NO_MEDIA.to_owned(),
        "notes" if !notes => NO_NOTES.to_owned(),
        "keep" if !notes => NO_KEEP.to_owned(),
        "start" if !watch => without_watch(&read("start")),
        _ => read(module),
    };
    let mut sources: BTreeMap<&str, String> = MODULES.iter().map(|module| (*module, source(module))).collect();
    let words = sources.remove("words").expect("words.js is one of the modules");
    let speakers: String = sources.values().map(String::as_str).collect();
    sources.insert("words", chosen(&words, language, &speakers));
    let mut script = String::from("(()=>{'use strict';\n");
    let mut names = BTreeMap::new();
    for module in MODULES {
        add(&sources[module], module, &mut names, &mut script);
    }
    script + "})();"
}

/// The module without what stands between `// <watch>` and `// </watch>`: exported decks never change.
fn without_watch(source: &str) -> String {
    let (before, rest) = source.split_once("// <watch>").expect("start.js marks what only watching needs");
    let (_, after) = rest.split_once("// </watch>").expect("start.js ends what only watching needs");
    format!("{before}{after}")
}

/// The words of one language; there is none to choose in the deck any more. A word that the other modules do not name is left out.
fn chosen(source: &str, language: usize, speakers: &str) -> String {
    const CHOICE: &str = "oneOf(words[word], document.documentElement.lang)";
    assert!(source.contains(CHOICE), "words.js: where is {CHOICE}?");
    let is_said = |line: &&str| line.split_once(": '").is_none_or(|(name, _)| speakers.contains(name.trim()));
    let source = source.replace(CHOICE, "words[word]");
    source.lines().filter(is_said).map(|line| one_language(line, language) + "\n").collect()
}

/// Of a line `name: 'one|two|three|four',` only the words of one language.
fn one_language(line: &str, language: usize) -> String {
    let words = line.split_once(": '").and_then(|(name, rest)| Some((name, rest.strip_suffix("',")?)));
    match words {
        Some((name, words)) if words.contains('|') => {
            let word = words.split('|').nth(language).unwrap_or_else(|| panic!("words.js: {name} lacks a language"));
            format!("{name}: '{word}',")
        }
        _ => line.to_owned(),
    }
}

fn read(module: &str) -> String {
    source(&format!("runtime/{module}"))
}

fn source(module: &str) -> String {
    let path = format!("assets/{module}.js");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn write(name: &str, script: &str) {
    let out = env::var_os("OUT_DIR").expect("cargo names the folder for what is made");
    fs::write(Path::new(&out).join(name), minified(script)).expect("the folder can be written to");
}

/// Adds a module without its import lines and export words; panics where a habit is broken.
fn add(source: &str, module: &str, names: &mut BTreeMap<String, String>, script: &mut String) {
    for line in source.lines() {
        if line.starts_with("import ") {
            assert!(line.contains(" from '"), "{module}.js: an import takes one line: {line}");
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        if let Some(name) = declared(line) {
            let first = names.insert(name.clone(), module.to_owned());
            assert!(first.is_none(), "`{name}` is declared in {module}.js and in {}.js", first.unwrap_or_default());
        }
        script.push_str(line);
        script.push('\n');
    }
}

/// The name that a line at the top of a module declares.
fn declared(line: &str) -> Option<String> {
    let line = line.strip_prefix("async ").unwrap_or(line);
    let (word, rest) = line.split_once(' ')?;
    ["const", "let", "function", "class"]
        .contains(&word)
        .then(|| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect())
}

/// The same script in fewer bytes.
fn minified(script: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::script()).parse();
    assert!(parsed.diagnostics.is_empty(), "the runtime cannot be read: {:?}", parsed.diagnostics);
    let mut program = parsed.program;
    let done = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    Codegen::new().with_options(CodegenOptions::minify()).with_scoping(done.scoping).build(&program).code
}
