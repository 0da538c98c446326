//! Front matter to [`Settings`]: every key checked, unknown ones named with their nearest neighbour.
//! Manual page: `tests/spec/front-matter.md`.

use super::suggest::nearest;
use super::yaml::{self, Yaml};
use crate::deck::{Aspect, Color, Event, Logo, Settings, Speaker};
use crate::source::{Diagnostic, Report, Source, Span, Spanned};
use std::collections::BTreeMap;
use std::ops::Range;

/// Front matter may be this many bytes.
const LIMIT: usize = 64 << 10;

const KEYS: [&str; 22] = [
    "title",
    "subtitle",
    "speaker",
    "event",
    "date",
    "lang",
    "duration",
    "questions",
    "theme",
    "color",
    "aspect",
    "steps",
    "hyphens",
    "footer",
    "math",
    "license",
    "profile",
    "room",
    "media",
    "check",
    "look",
    "auto-split",
];

const EVENT: [&str; 11] =
    ["name", "short", "date", "place", "url", "hashtag", "footer", "license", "accent", "logo", "logos"];

/// Keys of other tools and what they are called here.
const FOREIGN: [(&str, &str); 16] = [
    ("author", "speaker"),
    ("authors", "speaker"),
    ("name", "speaker: {name: …}"),
    ("institute", "speaker: {at: …}"),
    ("language", "lang"),
    ("size", "aspect"),
    ("aspectRatio", "aspect"),
    ("colorSchema", "color"),
    ("incremental", "steps: lists"),
    ("marp", "nothing: it is not needed"),
    ("paginate", "nothing: pages are always numbered"),
    ("highlighter", "nothing: code is always highlighted"),
    ("mdc", "nothing: attributes are always read"),
    ("format", "nothing: `deckle build` writes HTML"),
    ("license-url", "license"),
    ("conference", "event"),
];

/// The settings of a talk. Without front matter, the defaults.
pub fn read(source: &Source, yaml_range: Option<Range<usize>>) -> Report<Settings> {
    let mut report = Report::new();
    let mut settings = Settings {
        language: "en".to_owned(),
        theme: Spanned::new("lectern".to_owned(), Span::default()),
        ..Settings::default()
    };
    let Some(range) = yaml_range else { return report.with(settings) };
    let span = Span::new(source.id, range.start, range.end);
    if range.len() > LIMIT {
        report.say(
            Diagnostic::error(
                "front-matter-limit",
                format!("the front matter is longer than {} KiB", LIMIT >> 10),
                span.part(0, 3),
            )
            .hint("move text to the slides"),
        );
        return report.with(settings);
    }
    match yaml::read(&source.text[range.clone()], source.id, range.start) {
        Err(error) => report.say(error),
        Ok(Spanned { value: Yaml::Map(pairs), .. }) => {
            let mut seen: BTreeMap<String, Span> = BTreeMap::new();
            for (key, value) in pairs {
                if let Some(first) = seen.get(&key.value) {
                    report.say(
                        Diagnostic::error("front-matter-duplicate", format!("`{}` is set twice", key.value), key.span)
                            .hint("keep one of them; the first counts for now")
                            .also(*first, "first set here"),
                    );
                    continue;
                }
                set(&mut settings, &key, &value, &mut report);
                settings.keys.insert(key.value.clone());
                seen.insert(key.value, key.span);
            }
        }
        Ok(Spanned { value: Yaml::Null, .. }) => {}
        Ok(other) => report.say(
            Diagnostic::error("yaml", "the front matter is no list of settings", other.span)
                .hint("write lines `key: value`"),
        ),
    }
    report.with(settings)
}

fn set(settings: &mut Settings, key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) {
    let text = |report: &mut Report<()>| text_of(key, value, report);
    match key.value.as_str() {
        "title" => settings.title = text(report).unwrap_or_default(),
        "subtitle" => settings.subtitle = text(report),
        "speaker" => settings.speaker = speaker(key, value, report),
        "event" => settings.event = event(key, value, report),
        "date" => settings.date = text(report),
        "lang" => {
            if let Some(tag) = text(report) {
                if is_language(&tag) {
                    settings.language = tag;
                } else {
                    report.say(wrong(key, value, "a language tag such as `en`, `de` or `de-CH`"));
                }
            }
        }
        "duration" => settings.duration = duration(key, value, report),
        "questions" => settings.questions = duration(key, value, report),
        "theme" => {
            if let Some(name) = text(report) {
                settings.theme = Spanned::new(name, value.span);
            }
        }
        "color" => match text(report).map(|name| Color::named(&name)) {
            Some(Some(color)) => settings.color = color,
            Some(None) => report.say(wrong(key, value, "`auto`, `light` or `dark`")),
            None => {}
        },
        "aspect" => match text(report).map(|name| Aspect::named(&name)) {
            Some(Some(aspect)) => settings.aspect = aspect,
            Some(None) => report.say(wrong(key, value, "`16:9`, `16:10` or `4:3`")),
            None => {}
        },
        "steps" => match text(report).as_deref() {
            Some("lists") => settings.steps_in_lists = true,
            Some("none") => settings.steps_in_lists = false,
            Some(_) => report.say(wrong(key, value, "`lists` or `none`")),
            None => {}
        },
        "hyphens" => match text(report).as_deref() {
            Some("true") => settings.whole_words = false,
            Some("false") => settings.whole_words = true,
            Some(_) => report.say(wrong(key, value, "`true` or `false`")),
            None => {}
        },
        "media" => match text(report).as_deref() {
            Some("beside") => settings.media_beside = true,
            Some("embed") => settings.media_beside = false,
            Some(_) => report.say(wrong(key, value, "`embed` or `beside`")),
            None => {}
        },
        "auto-split" => match text(report).as_deref() {
            Some("true" | "yes" | "on") => settings.auto_split = true,
            Some("false" | "no" | "off") => settings.auto_split = false,
            Some(_) => report.say(wrong(key, value, "`true` or `false`")),
            None => {}
        },
        "footer" => settings.footer = text(report),
        "license" => settings.license = text(report),
        "room" => match super::room::read(value) {
            Ok(room) => settings.room = room,
            Err(problem) => report.say(problem),
        },
        "check" => report.diagnostics.extend(super::levels::front_matter(value, &mut settings.levels)),
        "look" => settings.look = pairs_of(key, value, report),
        "profile" => settings.profile = words(key, value, report),
        "math" => math(settings, key, value, report),
        name => {
            let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == name);
            let mut found = Diagnostic::warning("front-matter-unknown", format!("unknown setting `{name}`"), key.span);
            if let Some((_, instead)) = foreign {
                found = found.hint(format!("here it is `{instead}`"));
            } else if let Some(meant) = nearest(name, KEYS) {
                found = found.hint(format!("did you mean `{meant}`?"));
            } else {
                found = found.hint(format!("known are {}", KEYS.map(|key| format!("`{key}`")).join(", ")));
            }
            report.say(found);
        }
    }
}

fn wrong(key: &Spanned<String>, value: &Spanned<Yaml>, wanted: &str) -> Diagnostic {
    let span = if value.span.is_empty() { key.span } else { value.span };
    Diagnostic::error("front-matter-value", format!("`{}` takes {wanted}", key.value), span).hint("change the value")
}

fn text_of(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Option<String> {
    match &value.value {
        Yaml::Text(text) => Some(text.clone()),
        Yaml::Null => None,
        _ => {
            report.say(wrong(key, value, "a single text"));
            None
        }
    }
}

fn words(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Vec<String> {
    match &value.value {
        Yaml::Text(text) => vec![text.clone()],
        Yaml::List(items) => items.iter().filter_map(|item| item.value.text().map(str::to_owned)).collect(),
        Yaml::Null => Vec::new(),
        Yaml::Map(_) => {
            report.say(wrong(key, value, "a word or a list of words"));
            Vec::new()
        }
    }
}

/// A time such as `45m`, `90s`, `1h30m`, `1:30` (minutes and seconds), in seconds.
pub fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Some((minutes, rest)) = text.split_once(':') {
        let seconds: u32 = rest.parse().ok().filter(|seconds| *seconds < 60)?;
        return minutes.parse::<u32>().ok()?.checked_mul(60)?.checked_add(seconds);
    }
    let mut total = 0u32;
    let mut number = String::new();
    let mut any = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let unit = match c {
            'h' => 3600.0,
            'm' => 60.0,
            's' => 1.0,
            _ => return None,
        };
        let value: f64 = number.parse().ok()?;
        if !(0.0..=1e6).contains(&(value * unit)) {
            return None;
        }
        total = total.checked_add((value * unit).round() as u32)?;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(total)
}

fn duration(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Option<Spanned<u32>> {
    let text = text_of(key, value, report)?;
    let read = seconds(&text).map(|seconds| Spanned::new(seconds, value.span));
    if read.is_none() {
        report.say(wrong(key, value, "a time such as `45m`, `90s` or `1h30m`"));
    }
    read
}

/// Whether the text looks like a BCP 47 language tag.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or("");
    (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn speaker(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Option<Speaker> {
    let mut speaker = Speaker::default();
    match &value.value {
        Yaml::Null => return None,
        Yaml::Text(name) => speaker.name = name.clone(),
        Yaml::List(items) => {
            speaker.name = items.iter().filter_map(|item| item.value.text()).collect::<Vec<_>>().join(", ");
        }
        Yaml::Map(pairs) => {
            for (name, value) in pairs {
                let text = |report: &mut Report<()>| text_of(name, value, report);
                match name.value.as_str() {
                    "name" => speaker.name = text(report).unwrap_or_default(),
                    "role" => speaker.role = text(report),
                    "at" => speaker.at = text(report),
                    "mail" => speaker.mail = text(report),
                    "url" => speaker.url = text(report),
                    "photo" => speaker.photo = text(report).map(|path| Spanned::new(path, value.span)),
                    "links" => speaker.links = links(name, value, report),
                    other => report.say(unknown_in(
                        "speaker",
                        other,
                        name.span,
                        &["name", "role", "at", "mail", "url", "photo", "links"],
                    )),
                }
            }
        }
    }
    if speaker.name.is_empty() {
        report.say(wrong(key, value, "a name, or `{name: …, role: …, at: …}`"));
        return None;
    }
    Some(speaker)
}

fn links(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Vec<(String, String)> {
    match &value.value {
        Yaml::Map(pairs) => {
            pairs.iter().filter_map(|(name, url)| Some((name.value.clone(), url.value.text()?.to_owned()))).collect()
        }
        Yaml::List(items) => items
            .iter()
            .filter_map(|item| item.value.text())
            .map(|url| (url.trim_start_matches("https://").trim_end_matches('/').to_owned(), url.to_owned()))
            .collect(),
        _ => {
            report.say(wrong(key, value, "a map from names to addresses"));
            Vec::new()
        }
    }
}

fn event(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Event {
    let mut event = Event::default();
    match &value.value {
        Yaml::Text(name) => event.name = Some(name.clone()),
        Yaml::Map(pairs) => {
            for (name, value) in pairs {
                let text = |report: &mut Report<()>| text_of(name, value, report);
                match name.value.as_str() {
                    "name" => event.name = text(report),
                    "short" => event.short = text(report),
                    "date" => event.date = text(report),
                    "place" => event.place = text(report),
                    "url" => event.url = text(report),
                    "hashtag" => event.hashtag = text(report),
                    "footer" => event.footer = text(report),
                    "license" => event.license = text(report),
                    "accent" => event.accent = text(report).map(|color| Spanned::new(color, value.span)),
                    "logo" | "logos" => event.logos.extend(logos(name, value, report)),
                    other => report.say(unknown_in("event", other, name.span, &EVENT)),
                }
            }
        }
        Yaml::Null => {}
        Yaml::List(_) => report.say(wrong(key, value, "a name, or `{name: …, date: …, place: …}`")),
    }
    event
}

/// One logo or two: paths, or `{file: …, alt: …}`.
fn logos(key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) -> Vec<Logo> {
    const MOST: usize = 2;
    let wanted = "a path, `{file: …, alt: …}`, or a list of two";
    let one = |item: &Spanned<Yaml>, report: &mut Report<()>| match &item.value {
        Yaml::Text(path) => Some(Logo { path: Spanned::new(path.clone(), item.span), alt: String::new() }),
        Yaml::Map(pairs) => {
            let mut logo = Logo::default();
            for (name, value) in pairs {
                match name.value.as_str() {
                    "file" => logo.path = Spanned::new(text_of(name, value, report)?, value.span),
                    "alt" => logo.alt = text_of(name, value, report).unwrap_or_default(),
                    other => report.say(unknown_in("logo", other, name.span, &["file", "alt"])),
                }
            }
            (!logo.path.value.is_empty()).then_some(logo)
        }
        _ => {
            report.say(wrong(key, item, wanted));
            None
        }
    };
    let list = match &value.value {
        Yaml::Null => return Vec::new(),
        Yaml::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    if let Some(third) = list.get(MOST) {
        report.say(wrong(key, third, "at most two logos"));
    }
    list.iter().take(MOST).filter_map(|item| one(item, report)).collect()
}

/// A map of texts.
fn pairs_of(
    key: &Spanned<String>,
    value: &Spanned<Yaml>,
    report: &mut Report<()>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let Yaml::Map(pairs) = &value.value else {
        if value.value != Yaml::Null {
            report.say(wrong(key, value, "tokens, such as `{accent: \"#e2001a\", title: 44}`"));
        }
        return Vec::new();
    };
    let text = |(name, value): &(Spanned<String>, Spanned<Yaml>)| {
        Some((name.clone(), Spanned::new(text_of(name, value, report)?, value.span)))
    };
    pairs.iter().filter_map(text).collect()
}

fn math(settings: &mut Settings, key: &Spanned<String>, value: &Spanned<Yaml>, report: &mut Report<()>) {
    let Yaml::Map(pairs) = &value.value else {
        report.say(wrong(key, value, "`{macros: {…}}`"));
        return;
    };
    for (name, value) in pairs {
        if name.value != "macros" {
            report.say(unknown_in("math", &name.value, name.span, &["macros"]));
            continue;
        }
        let Yaml::Map(macros) = &value.value else {
            report.say(wrong(name, value, "a map from `\"\\\\name\"` to TeX"));
            continue;
        };
        for (name, body) in macros {
            match body.value.text() {
                Some(body_text) => {
                    let with_backslash =
                        if name.value.starts_with('\\') { name.value.clone() } else { format!("\\{}", name.value) };
                    settings.macros.insert(with_backslash, Spanned::new(body_text.to_owned(), body.span));
                }
                None => report.say(wrong(name, body, "TeX")),
            }
        }
    }
}

fn unknown_in(parent: &str, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let hint = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known are {}", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::warning("front-matter-unknown", format!("unknown setting `{name}` in `{parent}`"), span).hint(hint)
}
