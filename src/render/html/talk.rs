//! What a slide shows of the talk itself: the agenda and the speaker's address. Manual page: `tests/spec/talk.md`.

use super::{Html, escape, words};
use crate::deck::Block;
use crate::render::qr;
use crate::source::Diagnostic;

impl Html<'_> {
    /// The sections that count, with their times; the one the agenda stands in is marked.
    pub(super) fn agenda(&mut self, block: &Block) {
        let deck = self.deck;
        let mut sections = deck.sections.iter().enumerate().filter(|(_, section)| !section.backup).peekable();
        if sections.peek().is_none() {
            let finding =
                Diagnostic::warning("agenda-empty", "the agenda is empty: the talk has no sections", block.span);
            self.found.push(finding.hint("a level 1 heading alone on its slide opens a section"));
        }
        self.open("ol", "agenda", &block.attributes, block.steps);
        for (index, section) in sections {
            let is_current = self.here.section == Some(index);
            self.markup(if is_current { "<li class=\"current\">" } else { "<li>" });
            // In a raw link around the agenda no other link may begin.
            let name = if self.here.in_link { "span" } else { "a" };
            self.markup(if self.here.in_link { "<span" } else { "<a" });
            if !self.here.in_link {
                self.attribute("href", &format!("#{}", section.id));
            }
            self.markup(if is_current { " aria-current=\"true\">" } else { ">" });
            self.markup("<span class=\"agenda-title\">");
            self.elsewhere(|html| html.inlines(&section.title));
            self.markup("</span>");
            if let Some(seconds) = section.budget {
                self.markup("<span class=\"agenda-time\">");
                self.text(&words::duration(seconds));
                self.markup("</span>");
            }
            self.close(name);
            self.close("li");
        }
        self.close("ol");
    }

    /// Writes text that has its home on another slide: no ids, no links.
    pub fn elsewhere(&mut self, write: impl FnOnce(&mut Self)) {
        let (in_link, in_notes) = (self.here.in_link, self.here.in_notes);
        (self.here.in_link, self.here.in_notes) = (true, true);
        write(self);
        (self.here.in_link, self.here.in_notes) = (in_link, in_notes);
    }

    /// The speaker's name, role, institution, mail and addresses, and the first of them as a QR code.
    pub(super) fn contact(&mut self, block: &Block) {
        let deck = self.deck;
        self.open("address", "contact", &block.attributes, block.steps);
        match &deck.settings.speaker {
            None => {
                let finding = Diagnostic::warning(
                    "contact-empty",
                    "there is nobody to contact: the talk names no speaker",
                    block.span,
                );
                self.found.push(finding.hint("add `speaker: {name: …, mail: …}` to the front matter"));
            }
            Some(speaker) => {
                if let Some(code) = speaker.page().and_then(escape::address).and_then(|page| qr::drawing(&page)) {
                    self.markup(&code);
                }
                self.contact_line("contact-name", &speaker.name);
                let place: Vec<&str> = [&speaker.role, &speaker.at].into_iter().flatten().map(String::as_str).collect();
                self.contact_line("contact-role", &place.join(", "));
                if let Some(mail) = &speaker.mail {
                    self.contact_link(&format!("mailto:{mail}"), mail);
                }
                if let Some(url) = &speaker.url {
                    self.contact_link(url, bare(url));
                }
                for (name, url) in &speaker.links {
                    self.contact_link(url, name);
                }
            }
        }
        self.close("address");
    }

    fn contact_line(&mut self, class: &str, text: &str) {
        if !text.is_empty() {
            self.markup("<p");
            self.attribute("class", class);
            self.out.push('>');
            self.text(text);
            self.markup("</p>");
        }
    }

    fn contact_link(&mut self, url: &str, shown: &str) {
        self.markup("<p class=\"contact-link\">");
        match escape::address(url).filter(|_| !self.here.in_link) {
            Some(address) => {
                self.markup("<a");
                self.attribute("href", &address);
                self.out.push('>');
                self.text(shown);
                self.markup("</a>");
            }
            None => self.text(shown),
        }
        self.markup("</p>");
    }
}

/// An address as people write it: without its scheme and final slash.
fn bare(url: &str) -> &str {
    let url = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    url.strip_suffix('/').unwrap_or(url)
}
