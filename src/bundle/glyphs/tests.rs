//! Which face gets which characters, and markup that is no markup.

use super::*;

fn needs(html: &str) -> Needs {
    let mut marks = Marks::default();
    marks.add(".t-comment{font-style:italic} .path{font-family:var(--font-code)}");
    let mut needs = Needs::default();
    needs.read(html, &marks);
    needs
}

fn of(needs: &Needs, file: &str) -> String {
    let faces = crate::theme::faces::Faces::default();
    let id = FaceId::all().find(|id| faces.face(*id).file == file).unwrap();
    needs.of(id).into_iter().collect()
}

#[test]
fn each_face_gets_what_it_draws() {
    let needs = needs(
        "<h2 class=\"title\">Tä &amp; <em>b</em></h2><p title=\"zzz\">c<br>d<!-- q --><i>e&#233;</i></p><p class='path'>f</p>\
         <pre><code><span class=\"t-comment\">g</span>h</code></pre><svg><title>no</title><text font-weight='700'>k</text>\
         <path d='M0'/><text style=\"font-style:italic\">l</text></svg><img alt=\"nope\">m",
    );
    assert_eq!(of(&needs, "NotoSans-Bold"), " &Tfä");
    assert_eq!(of(&needs, "NotoSans-BoldItalic"), "b");
    assert_eq!(of(&needs, "NotoSans-Regular"), " &Tfä", "both upright faces hold all text");
    assert_eq!(of(&needs, "NotoSans-Italic"), "elé");
    assert_eq!(of(&needs, "JetBrainsMono"), "fgh");
    assert_eq!(of(&needs, "JetBrainsMono-Italic"), "g");
    assert!(needs.has_code && !needs.has_math);
}

#[test]
fn formulas_use_the_face_of_their_class() {
    let needs = needs(
        "<span class=\"katex\"><span class=\"katex-mathml\"><math><mi>Q</mi></math></span><span class=\"katex-html\">\
         <span class=\"mord mathnormal\">x</span><span class=\"mord mathbf\">y</span><span class=\"mord mathbb\">R</span>\
         <span class=\"mopen delimsizing size3\">(</span><span class=\"mop op-symbol large-op\">∑</span>\
         <span class=\"sizing reset-size6 size3\"><span class=\"mord\">2</span></span><span class=\"mord text\"><span class=\"mord textbf\">b</span></span>\
         <span class=\"delimsizing mult\"><span class=\"delim-size1\"><span>⎪</span></span></span></span></span>after",
    );
    for (file, characters) in [
        ("KaTeX_Math-Italic", "x"),
        ("KaTeX_Main-Bold", "by"),
        ("KaTeX_AMS-Regular", "R"),
        ("KaTeX_Size3-Regular", "("),
        ("KaTeX_Size2-Regular", "∑"),
        ("KaTeX_Main-Regular", "2"),
        ("KaTeX_Size1-Regular", "⎪"),
        ("NotoSans-Regular", ""),
    ] {
        assert_eq!(of(&needs, file), characters, "{file}");
    }
    assert!(needs.has_math);
}

#[test]
fn broken_markup_ends() {
    for html in [
        "<",
        "<a",
        "<a b",
        "<a b=",
        "<a b=\"",
        "<a =>",
        "<a / >x",
        "</",
        "</a",
        "<!--",
        "&",
        "&#;",
        "&#xffffffff;",
        "<é>",
        "<a 'b'>",
        "a<b",
    ] {
        needs(html);
    }
}
