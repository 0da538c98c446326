//! Text that is shown but not trusted: characters that would move, colour or reorder the terminal become visible signs.

use std::borrow::Cow;

/// What is shown for one character; the character itself if it is harmless.
pub fn sign(letter: char) -> char {
    match letter {
        '\t' => letter,
        // Each control character has its own picture.
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        // The second block of controls, bidirectional marks, line separators, the mark for byte order, tags.
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => '\u{FFFD}',
        _ => letter,
    }
}

/// The text with every character that is not harmless made visible.
pub fn visible(text: &str) -> Cow<'_, str> {
    match text.chars().all(|letter| letter == sign(letter)) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(sign).collect()),
    }
}
