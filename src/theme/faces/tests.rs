//! Which face stands behind which use.

use super::*;

fn named(text: &str) -> Faces {
    Faces::of(&[("text".to_owned(), text.to_owned())].into(), &[]).0
}

fn files(faces: &Faces) -> Vec<&str> {
    faces.all().filter(|(id, _)| *id < MATH).map(|(_, face)| &*face.file).collect()
}

#[test]
fn a_theme_names_its_families() {
    assert_eq!(
        files(&Faces::default()),
        [
            "NotoSans-Regular",
            "NotoSans-Bold",
            "NotoSans-Italic",
            "NotoSans-BoldItalic",
            "JetBrainsMono",
            "JetBrainsMono-Italic"
        ]
    );
    let serif = named("Libertinus Serif");
    assert_eq!(files(&serif)[..2], ["LibertinusSerif-Regular", "LibertinusSerif-Bold"]);
    assert_eq!(files(&serif).last(), Some(&"NotoSans-Regular"), "for what the serifs lack");
    assert_eq!(
        (TEXT.family(), DISPLAY.family(), CODE.family(), SANS.family()),
        ("Deckle Text", "Deckle Display", "Deckle Code", "Deckle Sans")
    );
    let (faces, unknown) = Faces::of(&[("text".to_owned(), "Comic".to_owned())].into(), &[]);
    assert_eq!((faces, unknown), (Faces::default(), vec![("text".to_owned(), "Comic".to_owned())]));
}

#[test]
fn a_family_without_a_bold_italic_has_its_italic_thickened() {
    let faces = named("Roboto");
    assert_eq!((faces.shared(TEXT_BOLD_ITALIC), &*faces.face(TEXT_BOLD_ITALIC).file), (TEXT_ITALIC, "Roboto-Italic"));
    assert_eq!(faces.shared(FaceId(DISPLAY.0 + 1)), TEXT_BOLD);
}

#[test]
fn titles_may_have_a_family_of_their_own() {
    let fonts =
        [("text", "Roboto"), ("display", "Inter")].map(|(usage, name)| (usage.to_owned(), name.to_owned())).into();
    let (faces, _) = Faces::of(&fonts, &[]);
    assert_eq!((faces.shared(DISPLAY), &*faces.face(DISPLAY).file), (DISPLAY, "Inter-Regular"));
}

#[test]
fn a_theme_may_bring_a_file_and_a_variable_one_is_all_weights() {
    let own = Face::read("Brand.ttf", damascene_fonts_jetbrains_mono::JETBRAINS_MONO_VARIABLE).unwrap();
    assert_eq!(
        (own.0.as_str(), &*own.1.file, own.1.weights(), own.1.style),
        ("JetBrains Mono", "Brand", (100, 800), "normal")
    );
    assert!(own.1.notice.contains("JetBrains Mono Project Authors") && own.1.notice.contains("Open Font License"));
    let (faces, unknown) = Faces::of(&[("text".to_owned(), own.0.clone())].into(), std::slice::from_ref(&own));
    assert!(unknown.is_empty() && faces.face(TEXT).own_bytes().is_some());
    assert_eq!(faces.shared(TEXT_BOLD_ITALIC), TEXT);
    assert!(Face::read("x.woff2", b"wOF2....").is_err_and(|words| words.contains("TTF or OTF")));
    assert!(Face::read("x.ttf", b"not a font").is_err());
}

#[test]
fn a_formula_gets_the_nearest_face() {
    assert_eq!(FaceId::of_math("KaTeX_Main", false, false), MATH);
    let file = |family, bold, italic| Faces::default().face(FaceId::of_math(family, bold, italic)).file.to_string();
    assert_eq!(file("KaTeX_Math", true, true), "KaTeX_Math-BoldItalic");
    assert_eq!(file("KaTeX_Script", true, true), "KaTeX_Script-Regular");
}
