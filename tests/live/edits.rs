//! Random edits in small steps: after each message a page shows exactly what a clean build shows.

use crate::built;
use crate::random::Random;
use deckle::live::patch::Edition;
use serde_json::Value;
use std::collections::BTreeMap;

/// Edit scripts; each is a talk and a few edits of it.
const SCRIPTS: u64 = 2_000;
const EDITS: usize = 3;

const TITLES: &[&str] = &["Results", "What is written is read", "Method", "Thanks", "Größe", "A < B & \"C\""];
const BODIES: &[&str] = &[
    "One sentence of some words that say little.",
    "- one\n- two\n- three",
    "> [!TAKE] Remember *this* one thing",
    "| a | b |\n|---|--:|\n| 1 | 2.5 |",
    "A note[^n] on it.\n\n[^n]: The note itself.",
    "::: steps\n- first\n- then\n:::\n\n<!-- what I say -->",
    "",
];

#[derive(Clone)]
struct Slide {
    title: String,
    id: String,
    body: String,
}

fn slide(random: &mut Random) -> Slide {
    let id = if random.below(3) == 0 { format!(" {{#own-{}}}", random.below(1000)) } else { String::new() };
    let own = format!("{} {}", random.one_of(BODIES), random.below(50));
    let body = if random.below(2) == 0 { (*random.one_of(BODIES)).to_owned() } else { own };
    Slide { title: (*random.one_of(TITLES)).to_owned(), id, body }
}

fn text(slides: &[Slide], language: &str) -> String {
    let one = |slide: &Slide| format!("## {}{}\n\n{}\n", slide.title, slide.id, slide.body);
    format!("---\ntitle: T\nlang: {language}\n---\n\n{}", slides.iter().map(one).collect::<Vec<_>>().join("\n---\n\n"))
}

fn edit(slides: &mut Vec<Slide>, language: &mut &'static str, random: &mut Random) {
    let at = random.below(slides.len());
    match random.below(8) {
        0 => slides[at].title = format!("{} {}", random.one_of(TITLES), random.below(9)),
        1 | 2 => slides[at].body.push_str(" and a word more"),
        3 if slides.len() > 1 => drop(slides.remove(at)),
        4 => slides.insert(at, slide(random)),
        5 => {
            let moved = slides.remove(at);
            slides.insert(random.below(slides.len() + 1), moved);
        }
        6 => *language = if *language == "en" { "de" } else { "en" },
        _ => slides.insert(at, slides[at].clone()),
    }
}

/// What a page shows.
#[derive(Default)]
struct Page {
    rev: u64,
    slides: Vec<(u64, String)>,
    style: String,
    head: Value,
}

impl Page {
    /// What `assets/runtime/live.js` does.
    fn apply(&mut self, message: &str) {
        let message: Value = serde_json::from_str(message).unwrap();
        assert_eq!(message["rev"].as_u64(), Some(self.rev + 1));
        self.rev += 1;
        let known: BTreeMap<u64, String> = self.slides.drain(..).collect();
        for key in message["order"].as_array().unwrap() {
            let key = key.as_u64().unwrap();
            let html = message["slides"][key.to_string()].as_str().map(str::to_owned);
            let html = html.or_else(|| known.get(&key).cloned()).expect("a slide that the page does not know is sent");
            assert!(html.starts_with(&format!("<section data-key=\"{key}\" ")), "{html}");
            self.slides.push((key, html));
        }
        if let Some(style) = message["style"].as_str() {
            self.style = style.to_owned();
        }
        if message["head"].is_object() {
            self.head = message["head"].clone();
        }
    }
}

#[test]
fn edits_in_small_steps_give_the_page_of_a_clean_build() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    std::thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || (first..SCRIPTS).step_by(threads as usize).for_each(one_script));
        }
    });
}

fn one_script(script: u64) {
    let mut random = Random(script);
    let mut slides: Vec<Slide> = (0..1 + random.below(6)).map(|_| slide(&mut random)).collect();
    let mut language = "en";
    let mut edition = Edition::default();
    let mut page = Page::default();
    let mut before: Vec<Slide> = Vec::new();
    for _ in 0..=EDITS {
        let text = text(&slides, language);
        let (apart, sources) = built(&text, true);
        let clean = apart.clone().expect("there are slides");
        let (next, change) = edition.next(apart, &sources, Vec::new());
        let keys: BTreeMap<u64, usize> = page.slides.iter().enumerate().map(|(at, (key, _))| (*key, at)).collect();
        if let Some(change) = &change {
            page.apply(&change.message);
        }
        let shown: Vec<String> =
            page.slides.iter().map(|(key, html)| html.replacen(&format!(" data-key=\"{key}\""), "", 1)).collect();
        let wanted: Vec<&String> = clean.slides.iter().map(|slide| &slide.html).collect();
        assert!(shown.iter().eq(wanted), "script {script}:\n{text}");
        assert_eq!(page.style, clean.style);
        assert_eq!(page.head["lang"], clean.head.language);
        // A slide whose text is in both decks just once is the same slide.
        let alone = |list: &[Slide], text: &str| {
            let mut found =
                (0..list.len()).filter(|at| list[*at].title.clone() + &list[*at].id + &list[*at].body == text);
            found.next().filter(|_| found.next().is_none())
        };
        for (at, slide) in slides.iter().enumerate() {
            let own = slide.title.clone() + &slide.id + &slide.body;
            if let (Some(old), Some(_)) = (alone(&before, &own), alone(&slides, &own)) {
                let was = self::text(&before, "");
                assert_eq!(
                    keys.get(&page.slides[at].0),
                    Some(&old),
                    "script {script}, slide {at}:\n{was}\n=======\n{text}"
                );
            }
        }
        // The same again: nobody is told anything.
        assert_eq!(next.next(Some(clean), &sources, Vec::new()).1, None);
        edition = next;
        before.clone_from(&slides);
        edit(&mut slides, &mut language, &mut random);
    }
    let whole: Value = serde_json::from_str(&edition.whole("s")).unwrap();
    for (key, html) in &page.slides {
        assert_eq!(whole["slides"][key.to_string()].as_str(), Some(html.as_str()));
    }
}

#[test]
fn a_broken_build_keeps_the_last_good_deck() {
    let (apart, sources) = built("# One\n\n---\n\n# Two\n", true);
    let (first, _) = Edition::default().next(apart, &sources, Vec::new());
    let (second, change) = first.next(None, &[], Vec::new());
    let message: Value = serde_json::from_str(&change.unwrap().message).unwrap();
    assert_eq!((message["failed"].as_bool(), message["order"].as_array().unwrap().len()), (Some(true), 2));
    assert_eq!(message["slides"], serde_json::json!({}));
    let (apart, sources) = built("# One\n\n---\n\n# Two\n", true);
    let (third, change) = second.next(apart, &sources, Vec::new());
    let message: Value = serde_json::from_str(&change.unwrap().message).unwrap();
    assert_eq!((message["failed"].as_bool(), message["rev"].as_u64()), (Some(false), Some(3)));
    assert_eq!(third.slides.len(), 2);
}

#[test]
fn one_edited_slide_is_one_slide_sent() {
    let deck = |word: &str| {
        (0..100)
            .map(|at| format!("## T{at}\n\nbody {at} {}\n", if at == 50 { word } else { "" }))
            .collect::<Vec<_>>()
            .join("\n---\n\n")
    };
    let (apart, sources) = built(&deck("old"), true);
    let (first, _) = Edition::default().next(apart, &sources, Vec::new());
    let (apart, sources) = built(&deck("new"), true);
    let (_, change) = first.next(apart, &sources, Vec::new());
    let change = change.unwrap();
    assert_eq!((change.sent, change.edited.as_slice(), change.removed), (1, &[50][..], 0));
    assert!(change.message.len() < 4096);
}
