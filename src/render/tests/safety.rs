//! Whatever the author writes stays text.

use super::*;

const EVIL: &str = "</script><img src=x onerror=alert(1)>\"'`&lt;--><!--";

/// Everything of a deck that can hold text, filled with markup.
fn attacked() -> Deck {
    let mut evil_code = code(EVIL);
    evil_code.language = Spanned::new(EVIL.to_owned(), Span::default());
    evil_code.title = Some(EVIL.to_owned());
    let mut evil_picture = picture(EVIL, EVIL);
    evil_picture.title = EVIL.to_owned();
    evil_picture.attributes = attributes("", EVIL, &[("credit", EVIL), ("width", EVIL), ("lang", EVIL)]);
    let own = vec![
        ("title", EVIL.to_owned()),
        ("onclick", "alert(1)".to_owned()),
        ("href", "javascript:alert(1)".to_owned()),
        ("src", "x".to_owned()),
        ("title", "twice".to_owned()),
    ];
    let inlines = vec![
        Inline::Text(EVIL.to_owned()),
        Inline::Code(EVIL.to_owned()),
        Inline::Math(math(EVIL, false)),
        link("javascript:alert(1)", text("shown")),
        Inline::Link {
            url: format!("https://a.ch/{EVIL}"),
            title: EVIL.to_owned(),
            content: text(EVIL),
            span: Span::default(),
        },
        Inline::Html { name: "script", attributes: own.clone(), content: text(EVIL) },
        Inline::Span {
            attributes: attributes("a\"b", EVIL, &[("lang", EVIL)]),
            steps: Steps::Always,
            content: text(EVIL),
        },
        Inline::Picture(evil_picture.clone()),
    ];
    let blocks = vec![
        block(BlockKind::Paragraph(inlines.clone())),
        block(BlockKind::Code(evil_code)),
        block(BlockKind::Math(math(EVIL, true), Stages::default())),
        block(BlockKind::Pictures(vec![evil_picture.clone()])),
        block(BlockKind::Broken { what: EVIL.to_owned() }),
        block(BlockKind::Contact),
        block(BlockKind::Agenda),
        block(BlockKind::Callout { kind: EVIL.to_owned(), title: Vec::new(), blocks: Vec::new() }),
        block(BlockKind::Html { name: "iframe", attributes: own, blocks: vec![plain(EVIL)] }),
    ];
    let mut evil = slide("x\"onload=\"y", blocks);
    evil.number = EVIL.to_owned();
    evil.title = Some(Title { span: Span::default(), level: 2, content: inlines });
    evil.language = Some(EVIL.to_owned());
    evil.attributes = attributes("", EVIL, &[]);
    evil.section = Some(0);
    evil.backgrounds =
        vec![Background { picture: evil_picture, side: Side::Left, share: Some(f32::NAN), contain: false }];
    evil.footnotes = vec![vec![paragraph(EVIL)]];
    evil.notes = vec![Note {
        span: Span::default(),
        step: 0,
        blocks: vec![
            paragraph(EVIL),
            block(BlockKind::Html { name: "template", attributes: Vec::new(), blocks: Vec::new() }),
        ],
    }];
    let slides = Layout::ALL.into_iter().enumerate().map(|(index, layout)| {
        let layout = Spanned::new(layout, Span::default());
        Slide { layout, id: format!("{}{index}", evil.id), ..evil.clone() }
    });
    let mut deck = deck(slides.collect());
    let some = || Some(EVIL.to_owned());
    deck.sections = vec![Section { title: text(EVIL), id: EVIL.to_owned(), first: 0, budget: Some(1), backup: false }];
    deck.settings = Settings {
        title: EVIL.to_owned(),
        subtitle: some(),
        speaker: Some(Speaker {
            name: EVIL.to_owned(),
            role: some(),
            at: some(),
            mail: some(),
            url: Some("javascript:x".to_owned()),
            photo: None,
            links: vec![(EVIL.to_owned(), EVIL.to_owned())],
        }),
        event: Event { name: some(), short: some(), date: some(), place: some(), url: some(), ..Event::default() },
        date: some(),
        footer: some(),
        license: some(),
        language: EVIL.to_owned(),
        ..Settings::default()
    };
    deck
}

#[test]
fn markup_in_any_place_stays_text() {
    let report = render(&attacked(), &lectern(), &Pictures::default(), &Options { notes: true, places: false });
    for page in report.value.slides {
        let tags = super::nesting::tags(&page.html).unwrap_or_else(|problem| panic!("{problem}\n{}", page.html));
        for (name, attributes) in tags {
            assert!(
                !["script", "iframe", "style", "object", "embed", "form", "base", "meta", "link"]
                    .contains(&name.as_str()),
                "<{name}>"
            );
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "src" && key != "srcdoc", "{key}={value}");
                assert!(!value.trim().to_lowercase().starts_with("javascript"), "{key}={value}");
                assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{key}");
            }
        }
        super::nesting::agrees_with_a_browser(&page.html);
    }
}

#[test]
fn an_id_is_given_once() {
    let span =
        |id: &str| Inline::Span { attributes: attributes(id, "", &[]), steps: Steps::Always, content: text("x") };
    let raw = block(BlockKind::Html { name: "div", attributes: vec![("id", "a".to_owned())], blocks: Vec::new() });
    let sample = deck(vec![
        slide("one", vec![block(BlockKind::Paragraph(vec![span("a"), span("a"), span("two"), span("b c")])), raw]),
        slide("two", Vec::new()),
    ]);
    let report = rendered(&sample);
    let html: String = report.value.slides.into_iter().map(|page| page.html).collect();
    assert_eq!((html.matches("id=\"a\"").count(), html.matches("id=\"two\"").count()), (1, 1));
}

#[test]
fn a_link_in_a_link_is_its_text() {
    let inner = vec![
        link("https://b.ch", text("b")),
        Inline::Html { name: "a", attributes: vec![("href", "https://c.ch".to_owned())], content: text("c") },
    ];
    assert_eq!(
        body(vec![block(BlockKind::Paragraph(vec![link("https://a.ch", inner)]))]),
        "<p><a href=\"https://a.ch\">b<span href=\"https://c.ch\">c</span></a></p>"
    );
}
