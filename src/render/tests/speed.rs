//! How long pages take, printed: `cargo test --release speed -- --nocapture --ignored`.

use super::*;
use std::time::Instant;

fn lecture(slides: usize) -> Deck {
    let list = || List {
        start: None,
        tight: true,
        items: (0..5).map(|_| item(vec![plain("a sentence of an ordinary length, as they are")])).collect(),
    };
    let code_text = "fn main() {\n    println!(\"hello\");\n}\n".repeat(3);
    let slides = (0..slides).map(|index| {
        let mut blocks = vec![block(BlockKind::List(list()))];
        if index % 4 == 0 {
            blocks.push(block(BlockKind::Code(code(&code_text))));
        }
        let mut sample = slide(&format!("slide-{index}"), blocks);
        sample.number = (index + 1).to_string();
        sample.section = Some(index / 10);
        sample.title = Some(Title { span: Span::default(), level: 2, content: text("A title that says something") });
        if index % 10 == 0 {
            sample.layout.value = Layout::Section;
        }
        sample
    });
    let mut deck = deck(slides.collect());
    let section = |index: usize| Section {
        title: text("A section"),
        id: format!("slide-{}", index * 10),
        first: index * 10,
        budget: Some(60),
        backup: false,
    };
    deck.sections = (0..deck.slides.len().div_ceil(10)).map(section).collect();
    deck
}

#[test]
#[ignore = "prints times, asserts nothing"]
fn pages_take_time_in_proportion_to_slides() {
    let began = Instant::now();
    let theme = lectern();
    println!("theme loaded in {:?}", began.elapsed());
    for slides in [100, 1_000, 10_000] {
        let sample = lecture(slides);
        let best = (0..5)
            .map(|_| {
                let began = Instant::now();
                let pages = render(&sample, &theme, &Pictures::default(), &Options::default()).value;
                (began.elapsed(), pages.slides.iter().map(|page| page.html.len()).sum::<usize>())
            })
            .min();
        if let Some((time, bytes)) = best {
            println!(
                "{slides:>6} slides  {time:>10.2?}  {:>6.1} µs a slide  {:>6} KB",
                time.as_secs_f64() * 1e6 / slides as f64,
                bytes / 1000
            );
        }
    }
}
