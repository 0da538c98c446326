//! Drafts to slides: title, settings, layout, id, number, section.
//! Manual page: `tests/spec/slides.md`.

use super::parts::{Draft, Part};
use super::suggest::nearest;
use super::yaml::Yaml;
use super::{front_matter, layout, links};
use crate::deck::{Aspect, Attributes, Block, BlockKind, Deck, Layout, Section, Settings, Slide, Title};
use crate::source::{Diagnostic, Report, Span, Spanned};
use std::collections::BTreeMap;

/// Keys of a slide, on its heading or in `<!-- slide: {…} -->`.
const KEYS: [&str; 13] = [
    "id",
    "class",
    "layout",
    "time",
    "lang",
    "optional",
    "backup",
    "tags",
    "steps",
    "when",
    "unless",
    "step",
    "auto-split",
];

/// Makes the deck.
pub fn assemble(part: Part) -> Report<Deck> {
    let mut report = Report::new();
    let Part { settings, drafts } = part;
    let mut slides: Vec<Slide> = Vec::new();
    let mut first = true;
    for draft in drafts {
        if let Some(slide) = slide(draft, &settings, first, &mut report) {
            slides.push(slide);
            first = false;
        }
    }
    spread_backup(&mut slides);
    slides.sort_by_key(|slide| slide.backup);
    let (mut slides, pages) = paged(slides, settings.aspect);
    name(&mut slides, &mut report);
    // Numbered after the ids are given, which do not change with the number of pages.
    for (slide, (page, count)) in slides.iter_mut().zip(pages) {
        layout::references::number(slide, page, count);
    }
    let sections = sections(&mut slides);
    let mut deck = Deck { settings, slides, sections };
    if deck.settings.title.is_empty() {
        deck.settings.title = deck.slides.first().map(Slide::title_text).unwrap_or_default();
    }
    if deck.slides.is_empty() {
        report.say(
            Diagnostic::error("talk-empty", "the talk has no slides", Span::default())
                .hint("write `# Title` and, after a line `---`, the next slide"),
        );
    }
    report.keep(links::check(&deck));
    report.with(deck)
}

/// Slides that go on with a list of references, and for each slide which page of how many it is.
fn paged(slides: Vec<Slide>, aspect: Aspect) -> (Vec<Slide>, Vec<(usize, usize)>) {
    let (mut all, mut numbers) = (Vec::with_capacity(slides.len()), Vec::with_capacity(slides.len()));
    for slide in slides {
        let pages = layout::references::pages(slide, aspect);
        numbers.extend((1..=pages.len()).map(|page| (page, pages.len())));
        all.extend(pages);
    }
    (all, numbers)
}

fn slide(draft: Draft, settings: &Settings, first: bool, report: &mut Report<()>) -> Option<Slide> {
    let Draft { span, content, notes, settings: given, language } = draft;
    let mut attributes = content.heading.clone();
    merge(&mut attributes, given, report);
    let on = |word: &str| settings.profile.iter().any(|active| active == word);
    if attributes.get("when").is_some_and(|word| !on(&word.value))
        || attributes.get("unless").is_some_and(|word| on(&word.value))
    {
        report.say(
            Diagnostic::note("slide-left-out", "this slide is left out by its condition", span)
                .hint("set `profile:` in the front matter"),
        );
        return None;
    }
    for (key, _) in attributes.pairs.iter().filter(|(key, _)| !KEYS.contains(&key.value.as_str())) {
        let found =
            Diagnostic::warning("slide-attribute", format!("unknown attribute `{}` of a slide", key.value), key.span);
        report.say(match nearest(&key.value, KEYS) {
            Some(meant) => found.hint(format!("did you mean `{meant}`?")),
            None => found.hint(format!("known are {}", KEYS.map(|key| format!("`{key}`")).join(", "))),
        });
    }
    let mut body = content.blocks;
    let title = take_title(&mut body);
    let said = attributes.get("layout").cloned();
    let asked = said.as_ref().map(|name| (name, Layout::named(&name.value)));
    match &asked {
        Some((_, Some(Layout::Comparison))) => body = layout::comparison::beside(body, true),
        Some((_, Some(_))) => {}
        _ if title.is_some() => body = layout::comparison::beside(body, false),
        _ => {}
    }
    let (takeaway, body): (Vec<Block>, Vec<Block>) = body.into_iter().partition(layout::comparison::is_take);
    let chosen = match asked {
        Some((name, Some(layout))) => Spanned::new(layout, name.span),
        other => {
            if let Some((name, None)) = other {
                let found = Diagnostic::error("layout-unknown", format!("unknown layout `{}`", name.value), name.span);
                report.say(match nearest(&name.value, Layout::ALL.map(Layout::name)) {
                    Some(meant) => found.hint(format!("did you mean `{meant}`?")),
                    None => found.hint(format!(
                        "known are {}",
                        Layout::ALL.map(|layout| format!("`{}`", layout.name())).join(", ")
                    )),
                });
            }
            Spanned::new(layout::choose(first, title.as_ref(), &body, !takeaway.is_empty()), Span::default())
        }
    };
    let flag =
        |name: &str| attributes.has_class(name) || attributes.get(name).is_some_and(|value| value.value != "false");
    let time = attributes.get("time").cloned();
    let budget = time.as_ref().and_then(|time| front_matter::seconds(&time.value));
    if let (Some(time), None) = (&time, budget) {
        report.say(
            Diagnostic::error("time-value", format!("`time={}` is no time", time.value), time.span)
                .hint("write `time=90s` or `time=8m`"),
        );
    }
    let own_language = attributes.language().map(str::to_owned).or(language);
    let tags = attributes
        .get("tags")
        .map(|tags| tags.value.split(',').map(|tag| tag.trim().to_owned()).collect())
        .unwrap_or_default();
    let (optional, backup) = (flag("optional"), flag("backup"));
    Some(Slide {
        span,
        id: String::new(),
        number: String::new(),
        section: None,
        slots: layout::slots(chosen.value, body, takeaway),
        layout: chosen,
        title,
        footnotes: content.footnotes,
        backgrounds: content.backgrounds,
        notes,
        last_step: content.last_step,
        styles: content.styles,
        budget,
        language: own_language.filter(|tag| front_matter::is_language(tag)),
        optional,
        backup,
        tags,
        part: None,
        attributes,
    })
}

/// Adds what the slide comment says to what the heading says; the heading wins.
fn merge(attributes: &mut Attributes, given: Vec<(Spanned<String>, Spanned<Yaml>)>, report: &mut Report<()>) {
    for (key, value) in given {
        let text = match &value.value {
            Yaml::Text(text) => text.clone(),
            Yaml::List(items) => items.iter().filter_map(|item| item.value.text()).collect::<Vec<_>>().join(","),
            Yaml::Null => "true".to_owned(),
            Yaml::Map(_) => {
                let found =
                    Diagnostic::error("slide-settings", format!("`{}` takes a word or a list", key.value), value.span);
                report.say(found.hint("write `key: value`"));
                continue;
            }
        };
        match key.value.as_str() {
            "id" if attributes.id.is_none() => attributes.id = Some(Spanned::new(text, value.span)),
            "class" => {
                for class in text.split([',', ' ']).filter(|class| !class.is_empty()) {
                    if !attributes.has_class(class) {
                        attributes.classes.push(class.to_owned());
                    }
                }
            }
            _ if attributes.get(&key.value).is_none() => attributes.pairs.push((key, Spanned::new(text, value.span))),
            _ => {}
        }
    }
}

/// Takes the title out of the blocks: the first block if it is a heading, else the first heading of level 1 or 2.
fn take_title(body: &mut Vec<Block>) -> Option<Title> {
    let at = body.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    let BlockKind::Heading { level, .. } = &body[at].kind else { return None };
    if at > 0 && *level > 2 {
        return None;
    }
    let Block { span, kind: BlockKind::Heading { level, content }, .. } = body.remove(at) else { return None };
    Some(Title { span, level, content })
}

/// A backup section makes the slides up to the next section backup slides too.
fn spread_backup(slides: &mut [Slide]) {
    let mut backup = false;
    for slide in slides {
        if slide.layout.value == Layout::Section {
            backup = slide.backup;
        }
        slide.backup |= backup;
    }
}

/// Gives every slide its id and number.
fn name(slides: &mut [Slide], report: &mut Report<()>) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for slide in slides.iter().filter(|slide| slide.attributes.id.is_some()) {
        let Some(id) = &slide.attributes.id else { continue };
        if let Some(first) = taken.get(&safe_id(&id.value)) {
            report.say(
                Diagnostic::error("id-duplicate", format!("two slides have the id `{}`", id.value), id.span)
                    .hint("give this slide another id; a number is added for now")
                    .also(*first, "first given here"),
            );
        } else {
            if safe_id(&id.value) != id.value {
                let found =
                    Diagnostic::warning("id-form", format!("`{}` cannot be the id of a slide", id.value), id.span);
                report
                    .say(found.hint(format!("it is changed to `{}`; numbers mean slide numbers", safe_id(&id.value))));
            }
            taken.insert(safe_id(&id.value), id.span);
        }
    }
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let (mut counted, mut backup) = (0, 0);
    for slide in slides {
        slide.number = if slide.backup {
            backup += 1;
            format!("A{backup}")
        } else {
            counted += 1;
            counted.to_string()
        };
        let wanted = match &slide.attributes.id {
            Some(id) => safe_id(&id.value),
            None => {
                let slug = slug(&slide.title_text());
                let base =
                    if slug.is_empty() { format!("slide-{}", slide.number.to_lowercase()) } else { safe_id(&slug) };
                if taken.contains_key(&base) { format!("{base}-{}", slide.number.to_lowercase()) } else { base }
            }
        };
        let mut id = wanted.clone();
        while let Some(count) = used.get_mut(&id) {
            *count += 1;
            id = format!("{wanted}-{count}");
        }
        used.insert(id.clone(), 1);
        slide.id = id;
    }
}

/// An id that cannot be taken for a slide number or a step.
fn safe_id(id: &str) -> String {
    let clean: String = id
        .chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() || matches!(c, '.' | '#' | '"' | '\'' | '<' | '>' | '&') {
                '-'
            } else {
                c
            }
        })
        .collect();
    let digits = clean.strip_prefix(['A', 'a']).unwrap_or(&clean);
    let number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    if number { format!("slide-{clean}") } else { clean }
}

/// Letters and digits in lower case, everything else a hyphen; at most 60 characters.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.chars().count() >= 60 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

fn sections(slides: &mut [Slide]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (index, slide) in slides.iter_mut().enumerate() {
        if slide.layout.value == Layout::Section
            && let Some(title) = &slide.title
        {
            sections.push(Section {
                title: title.content.clone(),
                id: slide.id.clone(),
                first: index,
                budget: slide.budget,
                backup: slide.backup,
            });
        }
        slide.section = sections.len().checked_sub(1);
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_ids_never_look_like_numbers() {
        assert_eq!(slug("Attention is — all!"), "attention-is-all");
        assert_eq!(slug("Größe"), "größe");
        assert_eq!(slug("🚀"), "");
        assert_eq!(safe_id("12"), "slide-12");
        assert_eq!(safe_id("A2"), "slide-A2");
        assert_eq!(safe_id("a"), "a");
        assert_eq!(safe_id("__proto__"), "__proto__");
        assert_eq!(safe_id("a.1"), "a-1");
    }
}
