//! One slide's page: its slots, its layout, and the section around them. Manual page: `tests/spec/blocks.md`.

use super::assets::Asset;
use super::estimate::{self, Known, Scale};
use super::fit::Room;
use super::html::words::{Words, duration};
use super::html::{Html, WHOLE, escape};
use super::hyphens::Tongue;
use super::pictures::Loaded;
use super::{Options, Page, qr};
use crate::deck::{Block, Deck, Layout, Slide};
use crate::source::Diagnostic;
use crate::theme::layouts::{Fault, Talk};
use crate::theme::{Letters, SectionFields, SlideFields, Slots, SpeakerFields, TalkFields, Theme};
use std::fmt::Write;

/// Writes one slide. A fault of its layout comes back beside the page, which then has a plain layout.
pub(super) fn page<'a>(
    html: &mut Html<'a>,
    slide: &'a Slide,
    theme: &Theme,
    talk: &Prepared,
    options: &Options,
) -> (Page, Option<Fault>) {
    let tag = language(html.deck, slide.language.as_deref());
    html.here.id = &slide.id;
    html.here.words = Words::of_language(tag);
    html.here.language = tag;
    html.here.is_rtl = escape::is_rtl(tag);
    html.here.tongue = Tongue::named(tag);
    html.here.whole = html.deck.settings.whole_words || slide.attributes.has_class(WHOLE);
    html.here.section = slide.section;
    html.here.footnotes = slide.footnotes.len();
    html.here.inlined = 0;
    html.here.media = 0;
    html.sizes.clear();
    let found = html.found.len();

    let layout = slide.layout.value;
    let title = html.apart(|html| slide.title.iter().for_each(|title| html.inlines(&title.content)));
    let slots = slots(html, slide, theme);
    let section = slide.section.and_then(|index| talk.sections.get(index));
    let fields = SlideFields {
        id: slide.id.clone(),
        number: slide.number.clone(),
        layout: layout.name(),
        title: title.clone(),
        title_level: title_level(layout),
        section_number: section.and_then(|section| section.number),
        section_title: section.map(|section| section.title.clone()).unwrap_or_default(),
        classes: slide.attributes.classes.join(" "),
        backup: slide.backup,
        language: tag.to_owned(),
        section: slide.section,
    };
    let (canvas, fault) = match theme.layouts.fill(layout.name(), fields, &slots, &talk.talk) {
        Ok(canvas) => (canvas, None),
        Err(fault) => (plain_layout(&title, layout, &slots), Some(fault)),
    };
    overfull(html, slide, found, (theme.metrics(), talk.scale));
    let page = html.apart(|html| section_around(html, slide, &canvas, talk.count, options));
    (Page { id: slide.id.clone(), html: page }, fault)
}

/// Says when the slide looks too full even at the smallest size. Code and tables say themselves that they are too large, from
/// `begin` on in what was found; but what else stands on the slide may give way to them, and then they fit after all.
fn overfull(html: &mut Html<'_>, slide: &Slide, begin: usize, (letters, scale): (&'static Letters, Scale)) {
    let said = |finding: &Diagnostic| matches!(finding.code, "code-overflow" | "table-overflow");
    let known = Known {
        deck: html.deck,
        drawn: Some(html.drawn),
        pictures: Some(html.pictures),
        sizes: &html.sizes,
        letters,
        scale,
    };
    match estimate::excess(slide, known) {
        None => {
            let own = html.found.split_off(begin.min(html.found.len()));
            html.found.extend(own.into_iter().filter(|finding| !said(finding)));
        }
        Some(_) if html.found.iter().skip(begin).any(said) => {}
        Some(excess) => html.found.push(excess.diagnostic(slide)),
    }
}

/// `<section class="slide …">` with what the layout wrote, and the notes where they are wanted.
fn section_around(html: &mut Html<'_>, slide: &Slide, canvas: &str, count: usize, options: &Options) {
    html.out.reserve(canvas.len() + 512);
    html.markup("<section");
    let mut classes = format!("slide layout-{}", slide.layout.value.name());
    if slide.backup {
        classes.push_str(" backup");
    }
    html.classes(&classes, &slide.attributes.classes);
    html.attribute("id", &slide.id);
    html.attribute("data-number", &slide.number);
    let _ = write!(html.out, " data-last-step=\"{}\"", slide.last_step);
    if let Some(tag) = slide.language.as_deref().and_then(escape::language) {
        html.attribute("lang", tag);
    }
    if html.here.is_rtl {
        html.markup(" dir=\"rtl\"");
    }
    if let Some(section) = slide.section {
        let _ = write!(html.out, " data-section=\"{}\"", section + 1);
    }
    if slide.optional {
        html.markup(" data-optional");
    }
    if html.places {
        let span = slide.title.as_ref().map_or(slide.span, |title| title.span);
        html.attribute("data-at", &format!("{}.{}.{}", span.file.0, span.start, span.end));
    }
    html.markup(" aria-roledescription=\"slide\"");
    let mut label = slide.number.clone();
    if !slide.backup {
        let _ = write!(label, " {} {count}", html.here.words.of);
    }
    let title = slide.title_text();
    if !title.trim().is_empty() {
        label.push_str(": ");
        label.push_str(title.trim());
    }
    html.attribute("aria-label", &label);
    let pictures = html.pictures;
    let scrim = pictures.scrims.style(&slide.id);
    if !scrim.is_empty() {
        html.attribute("style", scrim);
    }
    html.markup("><div class=\"canvas\">\n");
    html.markup(canvas);
    html.markup("\n</div>");
    if options.notes {
        notes(html, slide);
    }
    html.markup("</section>");
}

fn notes(html: &mut Html<'_>, slide: &Slide) {
    html.here.in_notes = true;
    html.here.inlined = 0;
    for note in &slide.notes {
        let _ = write!(html.out, "<template class=\"notes\" data-step=\"{}\">", note.step);
        html.blocks(&note.blocks, Room::NOTES);
        html.markup("</template>");
    }
    html.here.in_notes = false;
}

/// What stands in each place of the layout. What the layout has no place for goes into the body.
fn slots(html: &mut Html<'_>, slide: &Slide, theme: &Theme) -> Slots {
    let room = Room::body(html.deck, slide, theme.metrics());
    let layout = slide.layout.value.name();
    let has = |name: &str| theme.manifest.has_slot(layout, name);
    let mut slots = Slots::default();
    slots.body = html.apart(|html| {
        let (left, right) = (slide.slot("left"), slide.slot("right"));
        for slot in &slide.slots {
            let blocks = slot.blocks.as_slice();
            match slot.name {
                "body" => html.separated(|html| html.blocks(blocks, room)),
                "takeaway" | "left" | "right" => {}
                "subtitle" | "media" if has(slot.name) => {}
                _ => html.separated(|html| html.blocks(blocks, room)),
            }
        }
        if !left.is_empty() || !right.is_empty() {
            html.separated(|html| sides(html, left, right, room));
        }
    });
    if has("subtitle") {
        slots.subtitle = html.apart(|html| html.blocks(slide.slot("subtitle"), room));
    }
    if has("media") {
        slots.media = html.apart(|html| html.blocks(slide.slot("media"), room));
    }
    slots.takeaway = html.apart(|html| html.takeaway(slide.slot("takeaway"), room.inside(24.0, 0.0, 0.9)));
    slots.footnotes = html.apart(|html| footnotes(html, slide, room));
    slots.backgrounds = html.apart(|html| slide.backgrounds.iter().for_each(|background| html.background(background)));
    slots
}

/// `::: left` and `::: right` without a layout that has such places: two columns.
fn sides(html: &mut Html<'_>, left: &[Block], right: &[Block], room: Room) {
    html.markup("<div class=\"columns\" style=\"--tracks:1fr 1fr\">");
    for blocks in [left, right] {
        html.markup("<div class=\"column\">");
        html.blocks(blocks, room.half());
        html.markup("</div>");
    }
    html.markup("</div>");
}

fn footnotes(html: &mut Html<'_>, slide: &Slide, room: Room) {
    for (index, blocks) in slide.footnotes.iter().enumerate() {
        let id = format!("{}-footnote-{}", slide.id, index + 1);
        html.markup("<li");
        if html.claim(&id) {
            html.attribute("id", &id);
        }
        html.markup(">");
        html.blocks(blocks, room.inside(40.0, 0.0, 0.667));
        html.markup("</li>");
    }
}

fn title_level(layout: Layout) -> u8 {
    if matches!(layout, Layout::Title | Layout::Section) { 1 } else { 2 }
}

/// All there is, one below the other: for a layout that cannot be filled. Nothing is lost.
fn plain_layout(title: &str, layout: Layout, slots: &Slots) -> String {
    let mut out = slots.backgrounds.clone();
    out.push_str("<div class=\"content\">");
    if !title.is_empty() {
        let level = title_level(layout);
        let _ = write!(out, "<header class=\"head\"><h{level} class=\"title\">{title}</h{level}></header>");
    }
    let parts = [
        ("div", "subtitle", &slots.subtitle),
        ("div", "media", &slots.media),
        ("div", "body", &slots.body),
        ("aside", "takeaway", &slots.takeaway),
        ("ol", "footnotes", &slots.footnotes),
    ];
    for (name, class, part) in parts.into_iter().filter(|(.., part)| !part.is_empty()) {
        let _ = write!(out, "<{name} class=\"{class}\">{part}</{name}>");
    }
    out.push_str("</div>");
    out
}

/// What all slides share.
pub(super) struct Prepared {
    talk: Talk,
    sections: Vec<SectionFields>,
    count: usize,
    /// The theme's sizes of type.
    scale: Scale,
}

/// The talk as the layouts see it.
pub(super) fn talk(html: &mut Html<'_>, theme: &Theme) -> Prepared {
    let deck = html.deck;
    let count = deck.slides.iter().filter(|slide| !slide.backup).count();
    let mut counted = 0;
    let mut sections = Vec::with_capacity(deck.sections.len());
    for section in &deck.sections {
        counted += usize::from(!section.backup);
        sections.push(SectionFields {
            title: html.apart(|html| html.elsewhere(|html| html.inlines(&section.title))),
            id: section.id.clone(),
            number: (!section.backup).then_some(counted),
            backup: section.backup,
            time: section.budget.map(duration).unwrap_or_default(),
        });
    }
    let talk = Talk::new(fields(html, count), sections.clone());
    Prepared { talk, sections, count, scale: Scale::of(&theme.css) }
}

fn fields(html: &Html<'_>, slide_count: usize) -> TalkFields {
    let settings = &html.deck.settings;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = |url: &str| escape::address(url).unwrap_or_default();
    let event = &settings.event;
    let speaker = settings.speaker.clone().unwrap_or_default();
    let is_shown = html.deck.slides.iter().any(|slide| slide.layout.value == Layout::Bio);
    let page = speaker.page().filter(|_| is_shown).and_then(escape::address);
    TalkFields {
        title: settings.title.clone(),
        subtitle: text(&settings.subtitle),
        speaker: SpeakerFields {
            name: speaker.name.clone(),
            role: text(&speaker.role),
            at: text(&speaker.at),
            mail: text(&speaker.mail),
            url: address(&text(&speaker.url)),
            photo: photo(html).map(|asset| format!("asset:{}", asset.hash)).unwrap_or_default(),
            qr: page.and_then(|page| qr::drawing(&page)).unwrap_or_default(),
            links: speaker.links.into_iter().map(|(name, url)| (name, address(&url))).collect(),
        },
        event: [
            text(&event.name),
            text(&event.short),
            text(&event.date),
            text(&event.place),
            address(&text(&event.url)),
            text(&event.hashtag),
        ],
        logos: super::logos::fields(html.deck, html.pictures),
        date: text(&settings.date),
        footer: text(if settings.footer.is_some() { &settings.footer } else { &event.footer }),
        license: text(if settings.license.is_some() { &settings.license } else { &event.license }),
        slide_count,
        language: language(html.deck, None).to_owned(),
    }
}

fn photo<'a>(html: &Html<'a>) -> Option<&'a Asset> {
    let photo = html.deck.settings.speaker.as_ref()?.photo.as_ref()?;
    match html.pictures.get(photo.span.file, &photo.value)? {
        Loaded::Raster(asset) => Some(asset),
        Loaded::Drawing(_) | Loaded::Clip(_) | Loaded::Page(_) | Loaded::Broken(_) => None,
    }
}

/// The speaker's photo travels along when a layout has shown it.
pub(super) fn keep_photo(html: &mut Html<'_>, pages: &[Page]) {
    if let Some(asset) = photo(html) {
        let name = format!("asset:{}", asset.hash);
        if pages.iter().any(|page| page.html.contains(&name)) {
            html.assets.entry(asset.hash.clone()).or_insert_with(|| asset.clone());
        }
    }
}

/// A slide's language tag, else the deck's, else English.
pub(super) fn language<'a>(deck: &'a Deck, slide: Option<&'a str>) -> &'a str {
    let valid = |tag: &'a str| escape::language(tag);
    slide.and_then(valid).or_else(|| valid(&deck.settings.language)).unwrap_or("en")
}
