//! The two one-byte encodings in which Western text still turns up, as tables.
//! Manual page: `tests/spec/files.md`.

/// What the bytes 0x80 to 0x9F mean in Windows-1252; the five that mean nothing stay control characters.
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// What the bytes 0x80 to 0xFF mean in Mac Roman.
#[rustfmt::skip]
const MAC_ROMAN: [char; 128] = [
    'Ä', 'Å', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ã', 'å', 'ç', 'é', 'è',
    'ê', 'ë', 'í', 'ì', 'î', 'ï', 'ñ', 'ó', 'ò', 'ô', 'ö', 'õ', 'ú', 'ù', 'û', 'ü',
    '†', '°', '¢', '£', '§', '•', '¶', 'ß', '®', '©', '™', '´', '¨', '≠', 'Æ', 'Ø',
    '∞', '±', '≤', '≥', '¥', 'µ', '∂', '∑', '∏', 'π', '∫', 'ª', 'º', 'Ω', 'æ', 'ø',
    '¿', '¡', '¬', '√', 'ƒ', '≈', '∆', '«', '»', '…', '\u{A0}', 'À', 'Ã', 'Õ', 'Œ', 'œ',
    '–', '—', '“', '”', '‘', '’', '÷', '◊', 'ÿ', 'Ÿ', '⁄', '€', '‹', '›', 'ﬁ', 'ﬂ',
    '‡', '·', '‚', '„', '‰', 'Â', 'Ê', 'Á', 'Ë', 'È', 'Í', 'Î', 'Ï', 'Ì', 'Ó', 'Ô',
    '\u{F8FF}', 'Ò', 'Ú', 'Û', 'Ù', 'ı', 'ˆ', '˜', '¯', '˘', '˙', '˚', '¸', '˝', '˛', 'ˇ',
];

/// The character of a byte from 0x80 on in Windows-1252, which holds Latin-1 whole.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80..0xA0 => WINDOWS_1252.get(usize::from(byte - 0x80)).copied(),
        0xA0.. => Some(char::from(byte)),
        _ => None,
    }
}

/// The character of a byte from 0x80 on in Mac Roman.
pub(super) fn mac_roman(byte: u8) -> Option<char> {
    MAC_ROMAN.get(usize::from(byte.checked_sub(0x80)?)).copied()
}

/// The byte from 0x80 on that Windows-1252 shows as this character.
pub(super) fn to_windows_1252(letter: char) -> Option<u8> {
    if let Some(index) = WINDOWS_1252.iter().position(|known| *known == letter) {
        return u8::try_from(index + 0x80).ok();
    }
    u8::try_from(u32::from(letter)).ok().filter(|byte| *byte >= 0xA0)
}

/// The byte from 0x80 on that Mac Roman shows as this character.
pub(super) fn to_mac_roman(letter: char) -> Option<u8> {
    MAC_ROMAN.iter().position(|known| *known == letter).and_then(|index| u8::try_from(index + 0x80).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_goes_there_and_back() {
        for byte in 0x80..=0xFF {
            assert_eq!(windows_1252(byte).and_then(to_windows_1252), Some(byte));
            assert_eq!(mac_roman(byte).and_then(to_mac_roman), Some(byte));
        }
        assert_eq!((windows_1252(0x80), mac_roman(0x9F)), (Some('€'), Some('ü')));
    }
}
