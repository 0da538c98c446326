//! The section around a slide, its slots, and what it shows of the talk.

use super::*;
use crate::render::assets::Asset;
use crate::render::pictures::Loaded;

fn titled(id: &str, number: &str, words: &str) -> Slide {
    let title = Some(Title { span: Span::default(), level: 2, content: text(words) });
    Slide { number: number.to_owned(), title, ..slide(id, vec![paragraph("b")]) }
}

fn section(id: &str, budget: Option<u32>, backup: bool) -> Section {
    Section { title: text(&format!("Section {id}")), id: id.to_owned(), first: 0, budget, backup }
}

#[test]
fn a_slide_says_what_it_is_to_everybody() {
    let mut second = titled("b", "2", "Zwei & \"zwei\"");
    second.language = Some("de-CH".to_owned());
    second.section = Some(0);
    second.last_step = 4;
    second.attributes = attributes("b", "dark slide", &[]);
    let mut backup = titled("c", "A1", "Extra");
    backup.backup = true;
    let pages = render(
        &deck(vec![titled("a", "1", "One"), second, backup]),
        &theme_of("{{ slide.title }}"),
        &Pictures::default(),
        &Options::default(),
    )
    .value;
    assert_eq!(
        pages.slides[1].html,
        "<section class=\"slide layout-default dark\" id=\"b\" data-number=\"2\" data-last-step=\"4\" lang=\"de-CH\" data-section=\"1\" \
        aria-roledescription=\"slide\" aria-label=\"2 von 2: Zwei &amp; &quot;zwei&quot;\"><div class=\"canvas\">\nZwei &amp; \"zwei\"\n</div></section>"
    );
    assert!(pages.slides[0].html.contains("aria-label=\"1 of 2: One\""));
    assert!(
        pages.slides[2].html.contains("class=\"slide layout-default backup\"")
            && pages.slides[2].html.contains("aria-label=\"A1: Extra\"")
    );
}

#[test]
fn the_head_tells_what_the_document_needs() {
    let mut sample = deck(vec![titled("a", "1", "First title")]);
    sample.settings.color = Color::Dark;
    sample.settings.aspect = Aspect::Classic;
    let head = rendered(&sample).value.head;
    assert_eq!(
        (head.title.as_str(), head.color, head.aspect, head.theme.as_str(), head.language.as_str()),
        ("First title", "dark", "4:3", "lectern", "en")
    );
}

#[test]
fn every_layout_shows_title_body_takeaway_and_footnotes() {
    for layout in Layout::ALL {
        let mut sample = titled("a", "1", "The title");
        sample.layout.value = layout;
        sample.footnotes = vec![vec![paragraph("The footnote")]];
        let take = block(BlockKind::Callout {
            kind: "take".to_owned(),
            title: Vec::new(),
            blocks: vec![paragraph("The takeaway")],
        });
        let more = [
            ("takeaway", vec![take]),
            ("subtitle", vec![paragraph("The subtitle")]),
            ("media", vec![paragraph("The media")]),
            ("left", vec![paragraph("The left")]),
        ];
        sample.slots.extend(more.map(|(name, blocks)| Slot { name, blocks }));
        let report = rendered(&deck(vec![sample]));
        assert_eq!(report.diagnostics, []);
        let html = &report.value.slides[0].html;
        for part in [
            "The title",
            "<p>b</p>",
            "<p>The takeaway</p>",
            "<p>The footnote</p>",
            "The subtitle",
            "The media",
            "The left",
        ] {
            assert_eq!(
                html.matches(part).count(),
                1 + usize::from(part == "The title"),
                "{part} in layout {}: {html}",
                layout.name()
            );
        }
        let level = if matches!(layout, Layout::Title | Layout::Section) {
            "<h1 class=\"title\">"
        } else {
            "<h2 class=\"title\">"
        };
        assert!(html.contains(level));
    }
}

#[test]
fn a_takeaway_with_a_step_keeps_it() {
    let take = Block {
        steps: Steps::From(1),
        ..block(BlockKind::Callout { kind: "take".to_owned(), title: text("T"), blocks: vec![paragraph("t")] })
    };
    let mut sample = slide("a", Vec::new());
    sample.slots.push(Slot { name: "takeaway", blocks: vec![take] });
    let html =
        render(&deck(vec![sample]), &theme_of("{{ slots.takeaway }}"), &Pictures::default(), &Options::default())
            .value
            .slides
            .remove(0)
            .html;
    assert!(html.contains("\n<div data-show=\"1-\"><p class=\"takeaway-title\">T</p><p>t</p></div>\n"), "{html}");
}

#[test]
fn footnotes_are_linked_both_ways_with_ids_of_their_slide() {
    let reference = || {
        block(BlockKind::Paragraph(vec![
            Inline::Footnote(1),
            Inline::Footnote(1),
            link("#x", vec![Inline::Footnote(1)]),
            Inline::Footnote(9),
        ]))
    };
    let mut sample = slide("a", vec![reference()]);
    sample.footnotes = vec![vec![paragraph("f")]];
    let html = render(
        &deck(vec![sample]),
        &theme_of("{{ slots.body }}{{ slots.footnotes }}"),
        &Pictures::default(),
        &Options::default(),
    )
    .value
    .slides
    .remove(0)
    .html;
    assert!(html.contains(
        "<p><sup class=\"footnote\"><a href=\"#a-footnote-1\" id=\"a-reference-1\">1</a></sup><sup class=\"footnote\"><a href=\"#a-footnote-1\">1</a></sup>\
         <a href=\"#x\"><sup class=\"footnote\">1</sup></a><sup class=\"footnote\">9</sup></p><li id=\"a-footnote-1\"><p>f</p></li>"
    ), "{html}");
}

#[test]
fn the_agenda_lists_sections_with_their_times_and_marks_the_current_one() {
    let mut sample = deck(vec![Slide { section: Some(1), ..slide("a", vec![block(BlockKind::Agenda)]) }]);
    sample.sections = vec![section("one", Some(480), false), section("two", None, false), section("more", None, true)];
    let html = &rendered(&sample).value.slides[0].html;
    assert!(html.contains(
        "<ol class=\"agenda\"><li><a href=\"#one\"><span class=\"agenda-title\">Section one</span><span class=\"agenda-time\">8 min</span></a></li>\
         <li class=\"current\"><a href=\"#two\" aria-current=\"true\"><span class=\"agenda-title\">Section two</span></a></li></ol>"
    ), "{html}");
    assert_eq!(codes(&noticed(vec![block(BlockKind::Agenda)]).1), ["agenda-empty"]);
}

#[test]
fn the_contact_gives_name_mail_and_addresses() {
    let mut sample = deck(vec![slide("a", vec![block(BlockKind::Contact)])]);
    sample.settings.speaker = Some(Speaker {
        name: "A. Person".to_owned(),
        role: Some("Scientist".to_owned()),
        at: Some("ETH".to_owned()),
        mail: Some("a@b.ch".to_owned()),
        url: Some("https://a.ch/".to_owned()),
        photo: None,
        links: vec![("code".to_owned(), "javascript:x".to_owned())],
    });
    let html = &rendered(&sample).value.slides[0].html;
    assert!(html.contains("<address class=\"contact\"><svg class=\"qr\""), "{html}");
    assert!(html.contains(
        "</svg><p class=\"contact-name\">A. Person</p><p class=\"contact-role\">Scientist, ETH</p>\
         <p class=\"contact-link\"><a href=\"mailto:a@b.ch\">a@b.ch</a></p><p class=\"contact-link\"><a href=\"https://a.ch/\">a.ch</a></p>\
         <p class=\"contact-link\">code</p></address>"
    ), "{html}");
    assert_eq!(codes(&noticed(vec![block(BlockKind::Contact)]).1), ["contact-empty"]);
}

#[test]
fn backgrounds_stand_beside_or_behind() {
    let ground = |side, share, color: &str| {
        let mut picture = picture("", "");
        picture.attributes = attributes("", "", &[("color", color)]);
        Background { picture, side, share, contain: side == Side::Left }
    };
    let mut sample = slide("a", Vec::new());
    sample.backgrounds = vec![ground(Side::Full, Some(10.0), "#123"), ground(Side::Left, Some(40.0), "url(x)")];
    let html =
        render(&deck(vec![sample]), &theme_of("{{ slots.backgrounds }}"), &Pictures::default(), &Options::default())
            .value
            .slides
            .remove(0)
            .html;
    assert!(html.contains("\n<div class=\"background side-full\" style=\"background-color:#123\"></div><div class=\"background side-left contain\" style=\"--share:40%\"></div>\n"), "{html}");
}

#[test]
fn notes_are_in_the_presenter_file_and_nowhere_else() {
    let secret = Asset { hash: "secret".to_owned(), ..Asset::default() };
    let mut pictures = Pictures::default();
    pictures.put(FileId(0), "secret.png", Loaded::Raster(secret));
    let mut sample = titled("a", "1", "T");
    let blocks = vec![
        paragraph("whisper"),
        block(BlockKind::Pictures(vec![picture("secret.png", "x")])),
        block(BlockKind::Code(code(&"x".repeat(900)))),
    ];
    sample.notes = vec![Note { span: Span::default(), step: 2, blocks }];
    let sample = deck(vec![sample]);
    let public = render(&sample, &lectern(), &pictures, &Options { notes: false, places: false });
    assert!(public.value.assets.is_empty() && public.diagnostics.is_empty());
    assert!(!format!("{public:?}").contains("whisper") && !format!("{public:?}").contains("secret"));
    let presenter = render(&sample, &lectern(), &pictures, &Options { notes: true, places: false });
    assert!(presenter.value.slides[0].html.contains("<template class=\"notes\" data-step=\"2\"><p>whisper</p>"));
    assert!(presenter.value.slides[0].html.ends_with("</template></section>"));
    assert_eq!(presenter.value.assets.len(), 1);
    assert_eq!(presenter.diagnostics, []);
}

#[test]
fn the_photo_travels_along_where_a_layout_shows_it() {
    let photo = Asset { hash: "face".to_owned(), ..Asset::default() };
    let mut pictures = Pictures::default();
    pictures.put(FileId(0), "me.jpg", Loaded::Raster(photo));
    let mut sample = deck(vec![titled("a", "1", "T")]);
    sample.settings.speaker = Some(Speaker {
        name: "A".to_owned(),
        photo: Some(Spanned::new("me.jpg".to_owned(), Span::default())),
        ..Speaker::default()
    });
    assert!(render(&sample, &lectern(), &pictures, &Options::default()).value.assets.is_empty());
    sample.slides[0].layout.value = Layout::Bio;
    let pages = render(&sample, &lectern(), &pictures, &Options::default()).value;
    assert!(pages.slides[0].html.contains("src=\"asset:face\""));
    assert_eq!(pages.assets.len(), 1);
}

#[test]
fn a_layout_that_fails_says_so_once_and_nothing_is_lost() {
    let slides = ["a", "b"].map(|id| titled(id, "1", "T"));
    let report =
        render(&deck(slides.into()), &theme_of("<p>\n{{ slots.bdy }}"), &Pictures::default(), &Options::default());
    assert_eq!(codes(&report.diagnostics), ["theme-template"]);
    assert_eq!(
        report.diagnostics[0].message,
        "layout template `own/layouts/default.html:2:4`: undefined value: `slots.bdy` is undefined"
    );
    for page in report.value.slides {
        assert!(
            page.html.contains(
                "<header class=\"head\"><h2 class=\"title\">T</h2></header><div class=\"body\"><p>b</p></div>"
            )
        );
    }
}

#[test]
fn the_same_deck_gives_the_same_bytes_and_one_slide_does_not_change_another() {
    let two = |words: &str| deck(vec![titled("a", "1", words), titled("b", "2", "Other")]);
    assert_eq!(rendered(&two("x")).value.slides, rendered(&two("x")).value.slides);
    assert_eq!(rendered(&two("x")).value.slides[1], rendered(&two("y")).value.slides[1]);
}
