//! `deckle explain`: the help page of a diagnostic code, taken from `tests/spec/errors.md`.

use super::{Exit, Outcome, failure, print};
use crate::cli::Explain;
use crate::source::nearest;

/// The manual's page on messages: one `## code` heading each.
const PAGE: &str = include_str!("../../tests/spec/errors.md");

/// Prints the part about one code, or the names of all.
pub fn run(arguments: &Explain) -> Outcome {
    let Some(asked) = &arguments.code else {
        let list: String = sections().iter().map(|(code, _)| format!("{code}\n")).collect();
        return print(&list).map(|()| Exit::Fine);
    };
    // `error[code]` is what people copy from a message.
    let code = asked
        .rsplit_once('[')
        .map_or(asked.as_str(), |(_, code)| code)
        .trim_end_matches([']', ':'])
        .trim()
        .to_lowercase();
    match sections().iter().find(|(known, _)| *known == code) {
        Some((_, text)) => print(&format!("{code}\n\n{}\n", text.trim())).map(|()| Exit::Fine),
        None => {
            let hint = match nearest(&code, sections().iter().map(|(known, _)| *known)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`deckle explain` lists all codes".to_owned(),
            };
            Err(failure(
                "code-unknown",
                format!("there is no message with the code `{}`", super::visible::visible(asked)),
                hint,
            ))
        }
    }
}

/// The codes with their texts. A `##` inside an example is a slide's title, not a part of this page.
fn sections() -> Vec<(&'static str, &'static str)> {
    let mut starts = Vec::new();
    let mut fence = None;
    let mut at = 0;
    for line in PAGE.split_inclusive('\n') {
        let marks = line.len() - line.trim_start_matches('`').len();
        match fence {
            None if marks >= 3 => fence = Some(marks),
            Some(open) if marks >= open && line.trim_end().len() == marks => fence = None,
            None if line.starts_with("## ") => starts.push((at, line)),
            _ => {}
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([PAGE.len()]);
    let section =
        |((start, line), end): (&(usize, &'static str), usize)| (line[3..].trim(), &PAGE[start + line.len()..end]);
    starts.iter().zip(ends).map(section).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_is_in_the_order_of_the_alphabet_and_no_part_is_empty() {
        let sections = super::sections();
        assert!(sections.is_sorted_by_key(|(code, _)| *code));
        assert!(sections.iter().all(|(code, text)| !code.contains(' ') && text.trim().len() > 20), "{sections:?}");
    }
}
