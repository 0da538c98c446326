//! Each kind of block and inline, as exact HTML.

use super::*;
use crate::render::assets::Asset;
use crate::render::pictures::Loaded;
use crate::render::svg;

#[test]
fn a_paragraph_holds_text_with_its_marks() {
    let content = vec![
        Inline::Text("a ".to_owned()),
        Inline::Emphasis(text("b")),
        Inline::Strong(text("c")),
        Inline::Struck(text("d")),
        Inline::Code("e<f".to_owned()),
        Inline::SoftBreak,
        Inline::HardBreak,
        Inline::Html { name: "kbd", attributes: vec![("title", "x".to_owned())], content: text("g") },
    ];
    assert_eq!(
        body(vec![block(BlockKind::Paragraph(content))]),
        "<p>a <em>b</em><strong>c</strong><del>d</del><code>e&lt;f</code>\n<br>\n<kbd title=\"x\">g</kbd></p>"
    );
}

#[test]
fn headings_below_the_title_begin_at_level_three() {
    let heading = |level| block(BlockKind::Heading { level, content: text("h") });
    assert_eq!(body(vec![heading(1), heading(3), heading(4)]), "<h3>h</h3>\n<h3>h</h3>\n<h4>h</h4>");
}

#[test]
fn a_span_carries_class_language_and_steps() {
    let span = |classes, pairs: &[(&str, &str)], steps| Inline::Span {
        attributes: attributes("", classes, pairs),
        steps,
        content: text("x"),
    };
    let content = vec![
        span("token", &[("lang", "de")], Steps::From(2)),
        span("", &[], Steps::Range(1, 3)),
        span("", &[("lang", "d\"e")], Steps::From(0)),
    ];
    assert_eq!(
        body(vec![block(BlockKind::Paragraph(content))]),
        "<p><span class=\"token\" lang=\"de\" data-show=\"2-\">x</span><span data-show=\"1-3\">x</span><span>x</span></p>"
    );
}

#[test]
fn lists_are_tight_or_loose_and_count_from_their_start() {
    let mut stepped = item(vec![paragraph("b")]);
    stepped.steps = Steps::From(1);
    stepped.attributes = attributes("", "good", &[]);
    let loose = List { start: Some(3), tight: false, items: vec![item(vec![paragraph("a")]), stepped] };
    let inner = block(BlockKind::List(List { start: Some(1), tight: true, items: vec![item(vec![plain("d")])] }));
    let tight = List { start: None, tight: true, items: vec![item(vec![plain("c"), inner])] };
    assert_eq!(
        body(vec![block(BlockKind::List(loose)), block(BlockKind::List(tight))]),
        "<ol class=\"loose\" start=\"3\"><li><p>a</p></li><li class=\"good\" data-show=\"1-\"><p>b</p></li></ol>\n\
         <ul class=\"tight\"><li>c\n<ol class=\"tight\"><li>d</li></ol></li></ul>"
    );
}

#[test]
fn a_task_says_in_words_whether_it_is_done() {
    let task = |done| item(vec![block(BlockKind::Plain(vec![Inline::Checkbox(done), Inline::Text(" a".to_owned())]))]);
    let list = List { start: None, tight: true, items: vec![task(true), task(false)] };
    assert_eq!(
        body(vec![block(BlockKind::List(list))]),
        "<ul class=\"tight\"><li class=\"task\"><span class=\"checkbox\" data-checked role=\"img\" aria-label=\"done\"></span> a</li>\
         <li class=\"task\"><span class=\"checkbox\" role=\"img\" aria-label=\"open\"></span> a</li></ul>"
    );
}

#[test]
fn a_quote_and_its_source_come_together() {
    let quote = Block {
        steps: Steps::From(1),
        ..block(BlockKind::Quote { blocks: vec![paragraph("q")], source: Some(text("N")) })
    };
    assert_eq!(
        body(vec![quote]),
        "<blockquote data-show=\"1-\"><p>q</p></blockquote><p class=\"quote-source\" data-show=\"1-\">N</p>"
    );
}

#[test]
fn a_callout_has_its_kind_as_title_unless_it_has_its_own() {
    let callout =
        |kind: &str, title| block(BlockKind::Callout { kind: kind.to_owned(), title, blocks: vec![paragraph("b")] });
    assert_eq!(
        body(vec![callout("note", Vec::new()), callout("my \"kind", text("T")), callout("take", Vec::new())]),
        "<aside class=\"callout kind-note\" role=\"note\"><p class=\"callout-title\">Note</p><p>b</p></aside>\n\
         <aside class=\"callout kind-my--kind\" role=\"note\"><p class=\"callout-title\">T</p><p>b</p></aside>\n\
         <aside class=\"callout kind-take\" role=\"note\"><p>b</p></aside>"
    );
}

#[test]
fn code_knows_its_size_its_numbers_and_its_lit_lines() {
    let mut sample = code("\tif a < b:\nx");
    sample.language = Spanned::new("Python".to_owned(), Span::default());
    sample.title = Some("a.py".to_owned());
    sample.line_numbers = Some(7);
    sample.stages = Stages { first: 2, stages: vec![Lit::Lines(vec![(1, 1)]), Lit::All, Lit::Lines(vec![(2, 2)])] };
    assert_eq!(
        body(vec![block(BlockKind::Code(sample))]),
        "<figure class=\"code\" data-stages=\"3\" style=\"--columns:13;--lines:2;--code-size:30px\"><figcaption class=\"code-title\">a.py</figcaption>\
         <pre tabindex=\"0\"><code class=\"language-python\"><span class=\"line\" data-number=\"7\" data-lit=\"0-2\">\tif a &lt; b:</span>\n\
         <span class=\"line\" data-number=\"8\" data-lit=\"2-\">x</span></code></pre></figure>"
    );
}

#[test]
fn a_session_is_marked_and_code_without_stages_has_none() {
    let mut session = code("$ ls");
    session.language = Spanned::new("console".to_owned(), Span::default());
    session.stages = Stages { first: 0, stages: vec![Lit::All] };
    let html = body(vec![block(BlockKind::Code(session))]);
    assert!(html.starts_with("<figure class=\"code console\" style="), "{html}");
    assert!(html.contains("<span class=\"line\">$ ls</span>"));
}

#[test]
fn code_that_is_too_long_says_by_how_much_and_what_to_do() {
    let (_, found) = noticed(vec![block(BlockKind::Code(code(&"x\n".repeat(30))))]);
    assert_eq!(found[0].message, "this code does not fit its place at 20 px: 12 lines too many");
    assert_eq!(found[0].hint.as_deref(), Some("split it after line 19, or show a part of it with `from=`"));
    let (_, found) = noticed(vec![block(BlockKind::Code(code(&"x".repeat(92))))]);
    assert_eq!((codes(&found), found[0].label.as_str()), (vec!["code-overflow"], "1 character too wide"));
    // Beside text there is less room, in a column half of it.
    let column = |blocks| Column {
        span: Span::default(),
        width: None,
        steps: Steps::Always,
        attributes: Attributes::default(),
        blocks,
    };
    let columns = BlockKind::Columns(vec![
        column(vec![paragraph("a")]),
        column(vec![block(BlockKind::Code(code(&"x".repeat(50))))]),
    ]);
    let (_, found) = noticed(vec![block(columns)]);
    assert_eq!(found[0].label, "9 characters too wide");
    let (_, found) = noticed(vec![paragraph("a"), block(BlockKind::Code(code(&"x\n".repeat(18))))]);
    assert_eq!(found[0].label, "3 lines too many");
}

#[test]
fn a_formula_that_was_not_drawn_shows_its_source() {
    let (inline, display) = (Inline::Math(math("a<b", false)), math("x", true));
    let stages = Stages { first: 1, stages: vec![Lit::All, Lit::None] };
    assert_eq!(
        body(vec![
            block(BlockKind::Paragraph(vec![inline, Inline::Math(display.clone())])),
            block(BlockKind::Math(display, stages))
        ]),
        "<p><span class=\"math\"><span class=\"broken\">a&lt;b</span></span><span class=\"math display\"><span class=\"broken\">x</span></span></p>\n\
         <div class=\"math display\" data-stages=\"2\"><span class=\"broken\">x</span></div>"
    );
}

#[test]
fn figures_in_a_table_stand_under_each_other() {
    let cell = |words: &str, decimals| Cell { content: text(words), decimals };
    let table = Table {
        columns: vec![ColumnKind::Left, ColumnKind::Number { decimals: 2 }, ColumnKind::Center, ColumnKind::Right],
        column_steps: Vec::new(),
        head: ["A", "B", "C", "D"].map(|words| cell(words, None)).into(),
        rows: vec![
            Row {
                cells: vec![cell("a", None), cell("1.25", Some(2)), cell("c", None), cell("d", None)],
                marked: true,
                steps: Steps::Always,
            },
            Row {
                cells: vec![cell("a", None), cell("7.5", Some(1)), cell("c", None), cell("d", None)],
                ..Row::default()
            },
            Row {
                cells: vec![cell("a", None), cell("10", Some(0)), cell("–", None), cell("d", None)],
                ..Row::default()
            },
        ],
    };
    assert_eq!(
        body(vec![block(BlockKind::Table(table))]),
        "<figure class=\"table\" style=\"--columns:4;--rows:3;--table-size:34px\"><table><thead><tr><th scope=\"col\" class=\"left\">A</th>\
         <th scope=\"col\" class=\"number\">B</th><th scope=\"col\" class=\"center\">C</th><th scope=\"col\" class=\"right\">D</th></tr></thead>\
         <tbody><tr class=\"marked\"><td class=\"left\">a</td><td class=\"number\">1.25</td><td class=\"center\">c</td><td class=\"right\">d</td></tr>\
         <tr><td class=\"left\">a</td><td class=\"number\" style=\"--pad:1\">7.5</td><td class=\"center\">c</td><td class=\"right\">d</td></tr>\
         <tr><td class=\"left\">a</td><td class=\"number\" style=\"--pad:2.47\">10</td><td class=\"center\">–</td><td class=\"right\">d</td></tr>\
         </tbody></table></figure>"
    );
}

#[test]
fn a_table_in_a_compact_group_is_compact_and_needs_no_head() {
    let cell = Cell { content: text("a"), decimals: None };
    let table = Table {
        columns: vec![ColumnKind::Left],
        column_steps: Vec::new(),
        head: vec![Cell::default()],
        rows: vec![Row { cells: vec![cell], ..Row::default() }],
    };
    let group = Block {
        attributes: attributes("", "compact", &[]),
        ..block(BlockKind::Group(vec![block(BlockKind::Table(table))]))
    };
    assert_eq!(
        body(vec![group]),
        "<div class=\"compact\"><figure class=\"table compact\" style=\"--columns:1;--rows:1;--table-size:27px\"><table><tbody><tr><td class=\"left\">a</td></tr></tbody></table></figure></div>"
    );
}

#[test]
fn pictures_are_named_by_their_hash_or_inlined() {
    let asset = Asset { hash: "abc".to_owned(), width: 640, height: 480, ..Asset::default() };
    let drawing = svg::clean("<svg viewBox=\"0 0 1 1\" xmlns=\"http://www.w3.org/2000/svg\"><path id=\"a\"/></svg>")
        .map(|cleaned| cleaned.drawing);
    let mut pictures = Pictures::default();
    pictures.put(FileId(0), "a.png", Loaded::Raster(asset));
    pictures.put(FileId(0), "b.svg", Loaded::Drawing(drawing.unwrap().into()));
    let mut first = picture("a.png", "an \"a\"");
    first.title = "Caption".to_owned();
    first.attributes = attributes("fig", "right", &[("width", "80%"), ("credit", "own <work>")]);
    let both = vec![picture("b.svg", "b"), picture("b.svg", "")];
    let sample =
        deck(vec![slide("s", vec![block(BlockKind::Pictures(vec![first])), block(BlockKind::Pictures(both))])]);
    let report = render(&sample, &theme_of("{{ slots.body }}"), &pictures, &Options::default());
    assert!(report.value.slides[0].html.contains(
        "<figure class=\"picture right\" id=\"fig\" data-name=\"fig\" style=\"width:80%\"><img src=\"asset:abc\" alt=\"an &quot;a&quot;\" width=\"640\" height=\"480\">\
         <figcaption>Caption <span class=\"credit\">own &lt;work&gt;</span></figcaption></figure>\n\
         <div class=\"pictures\"><figure class=\"picture\"><svg role=\"img\" aria-label=\"b\" viewBox=\"0 0 1 1\" width=\"1\" height=\"1\"><path id=\"s-p1-a\"/></svg></figure>\
         <figure class=\"picture\"><svg aria-hidden=\"true\" viewBox=\"0 0 1 1\" width=\"1\" height=\"1\"><path id=\"s-p2-a\"/></svg></figure></div>"
    ), "{}", report.value.slides[0].html);
    assert_eq!(report.value.assets.keys().collect::<Vec<_>>(), ["abc"]);
}

#[test]
fn a_missing_picture_leaves_a_visible_frame() {
    let inline = block(BlockKind::Paragraph(vec![Inline::Picture(picture("x.png", ""))]));
    assert_eq!(
        body(vec![block(BlockKind::Pictures(vec![picture("a<b.png", "what it shows")])), inline]),
        "<figure class=\"picture\"><div class=\"broken\">picture missing: a&lt;b.png (what it shows)</div></figure>\n\
         <p><span class=\"inline-picture\"><span class=\"broken\">picture missing: x.png</span></span></p>"
    );
}

#[test]
fn columns_say_their_shares_and_groups_their_names() {
    let column = |width, steps| Column {
        span: Span::default(),
        width,
        steps,
        attributes: attributes("", "column", &[]),
        blocks: vec![paragraph("c")],
    };
    let columns = block(BlockKind::Columns(vec![column(Some(60.0), Steps::Always), column(None, Steps::From(1))]));
    let card = Block { attributes: attributes("", "card", &[]), ..block(BlockKind::Group(vec![paragraph("d")])) };
    let cards = Block { attributes: attributes("x", "cards", &[]), ..block(BlockKind::Group(vec![card])) };
    assert_eq!(
        body(vec![columns, cards, block(BlockKind::Rule), block(BlockKind::Broken { what: "no <file>".to_owned() })]),
        "<div class=\"columns\" style=\"--tracks:60fr 40fr\"><div class=\"column\"><p>c</p></div><div class=\"column\" data-show=\"1-\"><p>c</p></div></div>\n\
         <div class=\"cards\" id=\"x\" data-name=\"x\"><div class=\"card\"><p>d</p></div></div>\n<hr>\n<div class=\"broken\">no &lt;file&gt;</div>"
    );
}
