//! Hostile and ordinary drawings: what comes out must be inert, well-formed, and still the picture.

use super::*;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const ROOT: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">"#;

fn wrapped(inner: &str) -> String {
    format!("{ROOT}{inner}</svg>")
}

/// Parses as HTML does, and fails on any parse error and on anything that could act or fetch.
fn assert_inert(html: &str) {
    let page = format!("<!doctype html><html><head><title>t</title></head><body>{html}</body></html>");
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(page);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "html5ever: {errors:?}\n{html}");
    walk(&dom.document, false, html);
}

fn walk(node: &Handle, inside: bool, html: &str) {
    let mut inside = inside;
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let local: &str = &name.local;
        if inside {
            assert!(lists::ELEMENTS.contains(&local), "element {local} in {html}");
            assert_eq!(&*name.ns, "http://www.w3.org/2000/svg");
        }
        inside |= local == "svg";
        for attribute in attrs.borrow().iter().filter(|_| inside) {
            let key: &str = &attribute.name.local;
            let value = attribute.value.to_lowercase();
            assert!(!key.starts_with("on"), "{key} in {html}");
            assert!(!value.contains("javascript:") || key == "aria-label", "{key}={value}");
            assert!(!value.replace("url(#p-", "").contains("url("), "{key}={value}");
            assert!(!value.contains("://") || key == "aria-label", "{key}={value}");
            if key == "href" {
                assert!(value.starts_with("#p-") || value.starts_with("data:image/"), "{value}");
            }
        }
    }
    for child in node.children.borrow().iter() {
        walk(child, inside, html);
    }
}

#[test]
fn hostile_drawings_become_inert_and_say_so() {
    let image = "data:image/svg+xml;base64,PHN2Zy8+";
    let hostile: &[(&str, &str)] = &[
        ("script", "<script>alert(1)</script>"),
        ("script", "<script xlink:href='https://evil/x.js'/>"),
        ("SCRIPT", "<SCRIPT>alert(1)</SCRIPT>"),
        ("script", "<g><script type='text/javascript'><![CDATA[alert(1)]]></script></g>"),
        (
            "foreignObject",
            "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='https://evil'/></body></foreignObject>",
        ),
        ("iframe", "<iframe src='https://evil'/>"),
        ("embed", "<embed src='https://evil'/>"),
        ("object", "<object data='https://evil'/>"),
        ("audio", "<audio src='https://evil' autoplay='1'/>"),
        ("img", "<img src='x' onerror='alert(1)'/>"),
        ("math", "<math><mtext><script>alert(1)</script></mtext></math>"),
        ("handler", "<handler type='application/ecmascript'>alert(1)</handler>"),
        ("listener", "<listener event='load' handler='#h'/>"),
        ("discard", "<discard begin='0s'/>"),
        ("feImage", "<filter id='f'><feImage href='https://evil/x.png'/></filter>"),
        ("cursor", "<cursor xlink:href='https://evil/c.cur'/>"),
        (
            "font-face",
            "<font-face><font-face-src><font-face-uri xlink:href='https://evil/f.svg'/></font-face-src></font-face>",
        ),
        ("onload", "<g onload='alert(1)'/>"),
        ("onclick", "<rect onclick='alert(1)' width='1'/>"),
        ("ONMOUSEOVER", "<rect ONMOUSEOVER='alert(1)' width='1'/>"),
        ("ev:onload", "<rect ev:onload='alert(1)' width='1'/>"),
        ("href", "<use href='https://evil/x.svg#a'/>"),
        ("href", "<use xlink:href='//evil/x.svg#a'/>"),
        ("href", "<use href='data:image/svg+xml;base64,PHN2Zy8+#a'/>"),
        ("href", "<image href='https://evil/x.png' width='1' height='1'/>"),
        ("href", "<image xlink:href='file:///etc/passwd' width='1' height='1'/>"),
        ("href", &format!("<image href='{image}' width='1' height='1'/>")),
        ("href", "<image href='data:text/html;base64,PHNjcmlwdD4=' width='1'/>"),
        ("href", "<image href='data:image/png;base64,&quot; onload=&quot;x' width='1'/>"),
        ("href", "<linearGradient id='l' href='https://evil#g'/>"),
        ("href", "<textPath href='jAvAsCrIpT:alert(1)'/>"),
        ("animate", "<rect width='1'><animate attributeName='href' to='javascript:alert(1)'/></rect>"),
        ("set", "<rect width='1'><set attributeName='onclick' to='alert(1)'/></rect>"),
        ("animate", "<a><animate attributeName='xlink:href' values='javascript:alert(1)'/><text>x</text></a>"),
        ("set", "<set attributeName='style' to='background:url(https://evil)'/>"),
        ("to", "<rect width='1'><set attributeName='fill' to='url(https://evil#a)'/></rect>"),
        ("begin", "<rect width='1'><animate attributeName='x' begin='evil.click' to='3'/></rect>"),
        ("fill", "<rect fill='url(https://evil#a)' width='1'/>"),
        ("fill", "<rect fill='URL(  \"//evil#a\" )' width='1'/>"),
        ("fill", "<rect fill='u\\72l(https://evil#a)' width='1'/>"),
        ("fill", "<rect fill='url/**/(https://evil#a)' width='1'/>"),
        ("mask", "<rect mask='image-set(\"https://evil\" 1x)' width='1'/>"),
        ("clip-path", "<rect clip-path='var(--x, url(https://evil#a))' width='1'/>"),
        ("filter", "<rect style='filter:url(https://evil#a)' width='1'/>"),
        ("background", "<rect style='background:url(https://evil)' width='1'/>"),
        ("behavior", "<rect style='behavior:url(x.htc)' width='1'/>"),
        ("width", "<rect style='width:expression(alert(1))' width='1'/>"),
        ("@import", "<style>@import 'https://evil/x.css'; rect{fill:red}</style>"),
        ("@import", "<style><![CDATA[@import url(https://evil/x.css);]]></style>"),
        ("@font-face", "<style>@font-face{font-family:x;src:url(https://evil/f.woff2)}</style>"),
        ("@media", "<style>@media print{*{display:none}}</style>"),
        ("style rule", "<style>body > .slide{display:none}</style>"),
        ("style rule", "<style>:root{--accent:red}</style>"),
        ("fill", "<style>.a{fill:url(https://evil)}</style><rect class='a' width='1'/>"),
        ("style rule", "<style>&lt;/style>&lt;script>alert(1)&lt;/script>{}</style>"),
    ];
    for (named, inner) in hostile {
        let cleaned = clean(&wrapped(inner)).unwrap_or_else(|broken| panic!("{inner}: {}", broken.message));
        assert!(cleaned.removed.iter().any(|what| what.contains(named)), "{inner}: {:?}", cleaned.removed);
        assert_inert(&cleaned.drawing.inline("p-", "a \"picture\" <script>javascript:x</script>"));
    }
}

#[test]
fn what_hides_in_words_stays_words() {
    for inner in [
        "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>",
        "<text><![CDATA[</text></svg><script>alert(1)</script>]]></text>",
        "<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title>",
        "<desc><![CDATA[<p><script>alert(1)</script>]]></desc>",
        "<text aria-label='&quot;&gt;&lt;script&gt;'>x</text>",
        "<text id='a&quot; onload=&quot;x'>x</text>",
        "<text>&#x1;&#x7f;&#xfdd0;&#xffff;</text>",
        "<!-- --><text>a</text><?php evil() ?>",
    ] {
        let cleaned = clean(&wrapped(inner)).unwrap_or_else(|broken| panic!("{inner}: {}", broken.message));
        let html = cleaned.drawing.inline("p-", "");
        assert_inert(&html);
        assert!(!html.contains("<script"), "{html}");
    }
}

#[test]
fn broken_and_bottomless_files_are_refused() {
    let deep = |levels: usize| wrapped(&format!("{}{}", "<g>".repeat(levels), "</g>".repeat(levels)));
    assert!(clean(&deep(DEPTH - 1)).is_ok());
    assert!(clean(&deep(DEPTH)).is_err());
    let many = |count: usize| wrapped(&"<g/>".repeat(count));
    assert!(clean(&many(ELEMENTS - 1)).is_ok());
    assert!(clean(&many(ELEMENTS)).is_err());
    let mut laughs = String::from("<g id='l0'><rect/></g>");
    for level in 1..30 {
        laughs.push_str(&format!("<g id='l{level}'><use href='#l{0}'/><use href='#l{0}'/></g>", level - 1));
    }
    assert!(clean(&wrapped(&laughs)).is_err());
    let chain: String = (0..5000).map(|at| format!("<g id='c{at}'><use href='#c{}'/></g>", at + 1)).collect();
    assert!(clean(&wrapped(&chain)).is_err());
    assert!(clean(&wrapped("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")).is_ok(), "circles are cut");
    for text in [
        "",
        "<svg",
        "<svg>",
        "<svg></g>",
        "<svg><g></svg>",
        "<html/>",
        "hello",
        "<svg/><svg/>",
        "<svg a='1' a='2'/>",
        "<svg><g a=1/></svg>",
        "<svg>&</svg>",
        "<svg><![CDATA[</svg>",
        "<svg><!--</svg>",
        "<?xml version='1.0'?>",
        "<svg a='<'/>x<",
    ] {
        match clean(text) {
            Err(broken) => assert!(!broken.message.is_empty() && broken.at <= text.len()),
            Ok(cleaned) => assert_inert(&cleaned.drawing.inline("p-", "")),
        }
    }
    let bomb =
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg><text>&b;</text><g id='&a;' fill='&b;'/></svg>";
    let cleaned = clean(bomb).unwrap();
    assert_eq!(cleaned.removed.len(), 4, "{:?}", cleaned.removed);
    assert!(!cleaned.drawing.inline("p-", "").contains("aaaa"));
}

#[test]
fn ids_and_everything_that_points_to_them_get_the_prefix() {
    let inner = "<defs><linearGradient id='g'/><clipPath id='c'/></defs>\
        <rect fill='url(#g) red' clip-path=\"url('#c')\" style='mask:url(\"#m\")'/><use xlink:href='#g'/>";
    let cleaned = clean(&wrapped(inner)).unwrap();
    assert!(cleaned.removed.is_empty(), "{:?}", cleaned.removed);
    let one = cleaned.drawing.inline("one-", "x");
    let two = cleaned.drawing.inline("two-", "x");
    assert_eq!(one.matches("one-").count(), 6, "{one}");
    assert_eq!(one.replace("one-", "two-"), two);
    assert_inert(&cleaned.drawing.inline("p-", "x"));
}

#[test]
fn rules_of_exporters_move_to_their_elements() {
    let inner = "<style type='text/css'>/* Illustrator */ .cls-1,.cls-2{fill:#fff;font-family:Arial} *{stroke-linejoin:round} \
        rect.cls-2{fill:var(--accent)} #x{fill:red!important}</style>\
        <rect class='cls-1'/><rect class='cls-2' style='opacity:.5'/><circle id='x' class='cls-1'/><text font-family='Courier New'>a</text>";
    let cleaned = clean(&wrapped(inner)).unwrap();
    assert!(cleaned.removed.is_empty(), "{:?}", cleaned.removed);
    let html = cleaned.drawing.inline("p-", "");
    assert!(html.contains("<rect style=\"stroke-linejoin:round;fill:#fff\"/>"), "{html}");
    assert!(html.contains("<rect style=\"stroke-linejoin:round;fill:var(--accent);opacity:.5\"/>"), "{html}");
    assert!(html.contains("<circle id=\"p-x\" style=\"stroke-linejoin:round;fill:red\"/>"), "{html}");
    assert!(html.contains("<text font-family=\"var(--font-code)\""), "{html}");
    assert_inert(&html);
}

#[test]
fn drawings_are_measured() {
    let size = |attributes: &str| {
        let drawing = clean(&format!("<svg {attributes}><g/></svg>")).unwrap().drawing;
        (drawing.width, drawing.height)
    };
    assert_eq!(size("viewBox='0 0 40 30'"), (40.0, 30.0));
    assert_eq!(size("width='80' viewBox='0 0 40 30'"), (80.0, 60.0));
    assert_eq!(size("width='72pt' height='1in'"), (96.0, 96.0));
    assert_eq!(size("width='100%' height='100%' viewBox='0,0,40,30'"), (40.0, 30.0));
    assert_eq!(size(""), (300.0, 150.0));
    assert_eq!(size("viewBox='0 0 0 NaN' width='1e999'"), (300.0, 150.0));
    let html = clean("<svg:svg xmlns:svg='s' width='20' height='10' onload='x'><svg:rect/></svg:svg>")
        .unwrap()
        .drawing
        .inline("p-", "");
    assert_eq!(html, "<svg aria-hidden=\"true\" viewBox=\"0 0 20 10\" width=\"20\" height=\"10\"><rect/></svg>");
}

#[test]
fn drawings_of_the_house_pass_untouched() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        for file in std::fs::read_dir(entry.path().join("figures")).into_iter().flatten().flatten() {
            if file.path().extension().is_some_and(|ending| ending == "svg") {
                let cleaned = clean(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
                assert_eq!(cleaned.removed, Vec::<String>::new(), "{}", file.path().display());
                assert_inert(&cleaned.drawing.inline("p-", "x"));
            }
        }
    }
}
