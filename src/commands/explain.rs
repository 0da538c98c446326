//! `deckle explain`: the help page of a diagnostic code, taken from `tests/spec/errors.md`.

use super::{Exit, Outcome, failure, print};
use crate::cli::Explain;
use crate::source::nearest;

/// The manual's page on messages: one `## code` heading each.
const PAGE: &str = include_str!("../../tests/spec/errors.md");

/// Prints the part about one code, or the names of all.
pub fn run(arguments: &Explain) -> Outcome {
    let Some(asked) = &arguments.code else {
        let list: String = sections().map(|(code, _)| format!("{code}\n")).collect();
        return print(&list).map(|()| Exit::Fine);
    };
    // `error[code]` is what people copy from a message.
    let code = asked
        .rsplit_once('[')
        .map_or(asked.as_str(), |(_, code)| code)
        .trim_end_matches([']', ':'])
        .trim()
        .to_lowercase();
    match sections().find(|(known, _)| *known == code) {
        Some((_, text)) => print(&format!("{code}\n\n{}\n", text.trim())).map(|()| Exit::Fine),
        None => {
            let hint = match nearest(&code, sections().map(|(known, _)| known)) {
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

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.split("\n## ").skip(1).map(|section| {
        let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
        (heading.trim().trim_matches('`'), text)
    })
}
