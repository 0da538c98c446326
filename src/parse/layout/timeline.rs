//! A list of `date: text` makes a timeline. Manual page: `tests/spec/layouts.md`.

use crate::deck::{Attributes, Block, BlockKind, Inline, Item, List, Steps};

/// Characters of the longest date.
const DATE: usize = 32;

/// Months, seasons and quarters in English, German, French and Italian, long and short.
const DATED: &str = "january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter q1 q2 q3 q4 \
    januar jänner februar märz mai juni juli oktober dezember jän mär okt dez frühling frühjahr sommer herbst \
    janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc \
    printemps été automne hiver \
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre dicembre gen mag giu lug ago set ott dic \
    primavera estate autunno inverno";
/// Words that may stand with one of them or with a year.
const BESIDE: &str = "about around early mid late since until to from circa ca c \
    um seit bis von anfang mitte ende vers depuis début mi fin dal al fino metà inizio fine";

/// Whether the list is one: three items or more, each with a date, a colon and words.
pub fn is_one(list: &List) -> bool {
    list.items.len() >= 3 && list.items.iter().all(|item| date_of(item).is_some())
}

/// What stands before the colon at the beginning of an item, if it is a date: the text, whether it is set strong, and where
/// the words behind it begin in the text that follows.
fn date_of(item: &Item) -> Option<(String, bool, usize)> {
    if let Some((day, inner)) = numbered(item) {
        let (date, strong, after) = date_of(inner)?;
        return Some((format!("{day}. {date}"), strong, after)).filter(|(date, ..)| is_date(date));
    }
    let (BlockKind::Plain(content) | BlockKind::Paragraph(content)) = &item.blocks.first()?.kind else { return None };
    let (text, strong) = match content.as_slice() {
        [Inline::Text(text), ..] => (text, None),
        [Inline::Strong(inner), Inline::Text(text), ..] => match inner.as_slice() {
            [Inline::Text(date)] => (text, Some(date)),
            _ => return None,
        },
        _ => return None,
    };
    let colon = text.find(':')?;
    let date = match strong {
        Some(date) if text[..colon].trim().is_empty() => date.trim(),
        Some(_) => return None,
        None => text[..colon].trim(),
    };
    let behind = &text[colon + 1..];
    let has_words = content.len() > 1 + usize::from(strong.is_some()) || !behind.trim().is_empty();
    let is_apart = behind.is_empty() || behind.starts_with(char::is_whitespace);
    let after = colon + 1 + (behind.len() - behind.trim_start().len());
    (has_words && is_apart && is_date(date)).then(|| (date.to_owned(), strong.is_some(), after))
}

/// `18. August 1922: words` at the beginning of an item is a numbered list to Markdown: its number, and its only item.
fn numbered(item: &Item) -> Option<(u64, &Item)> {
    match item.blocks.as_slice() {
        [Block { kind: BlockKind::List(List { start: Some(day), items, .. }), .. }] => match items.as_slice() {
            [inner] => Some((*day, inner)),
            _ => None,
        },
        _ => None,
    }
}

/// Years, months with or without days, quarters, seasons, ISO dates, and spans of them.
fn is_date(text: &str) -> bool {
    if text.chars().count() > DATE {
        return false;
    }
    let mut dated = false;
    let mut words = 0;
    let cuts = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '‐' | '‑' | '/' | '.' | ',' | '\u{2060}');
    for word in text.split(cuts).filter(|word| !word.is_empty()) {
        words += 1;
        let word = word.to_lowercase();
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '\'' | '’'));
        let tail = &word[digits.len()..];
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        if is_number {
            let number: u32 = digits.parse().unwrap_or(u32::MAX);
            let is_year = digits.len() == 4 && (1000..2200).contains(&number);
            let is_day = digits.len() <= 2 && (1..=31).contains(&number);
            dated |= is_year;
            let known = match tail {
                "" => is_year || is_day,
                "s" | "’s" | "'s" => is_year,
                "er" => is_year || is_day,
                "st" | "nd" | "rd" | "th" => is_day,
                _ => false,
            };
            if !known {
                return false;
            }
        } else if is_among(DATED, &word) {
            dated = true;
        } else if !is_among(BESIDE, &word) {
            return false;
        }
    }
    dated && words <= 8
}

fn is_among(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

/// Sets every date apart from its words: `date` as an element of its own, the words as a paragraph.
pub fn arrange(body: &mut [Block]) {
    for block in body {
        let BlockKind::List(list) = &mut block.kind else { continue };
        if !list.items.iter().any(|item| date_of(item).is_some()) {
            continue;
        }
        block.attributes.classes.push("timeline".to_owned());
        for item in &mut list.items {
            let found = date_of(item);
            if let (Some(_), Some((_, inner))) = (&found, numbered(item)) {
                item.blocks = inner.blocks.clone();
            }
            let Some(first) = item.blocks.first_mut() else { continue };
            let (BlockKind::Plain(content) | BlockKind::Paragraph(content)) = &mut first.kind else { continue };
            let date = found.map(|(date, strong, after)| {
                if strong {
                    content.remove(0);
                }
                if let Some(Inline::Text(text)) = content.first_mut() {
                    text.drain(..after);
                }
                date
            });
            first.kind = BlockKind::Paragraph(std::mem::take(content));
            let attributes = Attributes { classes: vec!["date".to_owned()], ..Attributes::default() };
            // It stands in a place of its own, which may be narrow: there it may take two lines.
            let content = date.map(|date| Inline::Text(date.replace('\u{a0}', " "))).into_iter().collect();
            let span = first.span;
            let kind = BlockKind::Plain(content);
            item.blocks.insert(0, Block { span, steps: Steps::Always, attributes, kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_in_four_languages() {
        let dates = [
            "1907",
            "2017–2020",
            "2017-2020",
            "March 2025",
            "Mai 2025",
            "3. Mai 2025",
            "mars 2025",
            "1er août 1291",
            "luglio 2024",
            "2025-03-14",
            "14.3.2025",
            "Sept. 2, 2025",
            "3–5 June 2026",
            "1990s",
            "1990er",
            "Q3 2024",
            "Herbst 2024",
            "ca. 1450",
            "seit 2020",
            "2020–",
            "März",
            "c. 1150",
            "since May 2024",
            "Jan 5th",
            "14/03/2025",
        ];
        for date in dates {
            assert!(is_date(date), "{date}");
        }
    }

    #[test]
    fn other_words_before_a_colon_are_no_dates() {
        let others = [
            "",
            "Note",
            "Step 1",
            "404",
            "8080",
            "May be",
            "Marcel",
            "Decide",
            "12",
            "10",
            "3.5",
            "4096",
            "Version 2.0",
            "de",
            "the",
            "March on",
            "Q",
            "1–3",
            "Figure 2024a",
            "Augustus",
            "A5",
        ];
        for other in others {
            assert!(!is_date(other), "{other}");
        }
    }
}
