//! What a clip is, told by its first bytes. Manual page: `tests/spec/media.md`.

/// A kind of clip that browsers play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its media type.
    pub mime: &'static str,
    /// It, in words.
    pub words: &'static str,
    /// Endings that its files may have; the first is the usual one.
    pub endings: &'static [&'static str],
}

const fn kind(mime: &'static str, words: &'static str, endings: &'static [&'static str]) -> Kind {
    Kind { mime, words, endings }
}

const MP4: Kind = kind("video/mp4", "an MP4 video", &["mp4", "m4v", "mov", "m4a"]);
const M4A: Kind = kind("audio/mp4", "an MP4 sound", &["m4a", "mp4"]);
const MOV: Kind = kind("video/quicktime", "a QuickTime video", &["mov"]);
const WEBM: Kind = kind("video/webm", "a WebM video", &["webm"]);
const OGV: Kind = kind("video/ogg", "an Ogg video", &["ogv", "ogg"]);
const OGG: Kind = kind("audio/ogg", "an Ogg sound", &["ogg", "opus"]);
const MP3: Kind = kind("audio/mpeg", "an MP3 sound", &["mp3"]);
const WAV: Kind = kind("audio/wav", "a WAV sound", &["wav"]);
const FLAC: Kind = kind("audio/flac", "a FLAC sound", &["flac"]);

impl Kind {
    /// The file's ending if it is none of this kind's.
    pub fn is_misnamed(self, path: &str) -> Option<String> {
        let ending = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
        (!self.endings.contains(&ending.as_str())).then_some(ending)
    }
}

/// The kind of a file that begins with `head`, or words that say why it is none.
pub fn of(head: &[u8]) -> Result<Kind, &'static str> {
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    let atom = head.get(4..8).unwrap_or_default();
    let form = head.get(8..12).unwrap_or_default();
    match head {
        [] => Err("is empty"),
        _ if atom == b"ftyp" => match form {
            b"qt  " => Ok(MOV),
            b"M4A " | b"M4B " => Ok(M4A),
            b"avif" | b"avis" | b"heic" | b"heix" | b"mif1" | b"msf1" => Err("is a picture"),
            _ => Ok(MP4),
        },
        _ if matches!(atom, b"moov" | b"mdat" | b"wide" | b"free") => Ok(MOV),
        [0x1a, 0x45, 0xdf, 0xa3, ..] if holds(b"webm") => Ok(WEBM),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Err("is a Matroska file, which browsers do not play"),
        [b'O', b'g', b'g', b'S', ..] => Ok(if holds(b"theora") { OGV } else { OGG }),
        [b'I', b'D', b'3', ..] => Ok(MP3),
        [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] | [b'G', b'I', b'F', b'8', ..] => Err("is a picture"),
        // The bits of the layer: 0 is a bare AAC stream, all others are MPEG audio.
        [0xff, next, ..] if next & 0xf6 == 0xf0 => Err("is a bare AAC stream, which not every browser plays"),
        [0xff, next, ..] if next & 0xe0 == 0xe0 && *next < 0xfe => Ok(MP3),
        [b'f', b'L', b'a', b'C', ..] => Ok(FLAC),
        [b'R', b'I', b'F', b'F', ..] => match form {
            b"WAVE" => Ok(WAV),
            b"AVI " => Err("is an AVI video, which browsers do not play"),
            b"WEBP" => Err("is a picture"),
            _ => Err("is no clip"),
        },
        [0x30, 0x26, 0xb2, 0x75, ..] => Err("is a Windows Media file, which browsers do not play"),
        [b'F', b'L', b'V', ..] => Err("is a Flash video, which browsers do not play"),
        [0, 0, 1, 0xba, ..] => Err("is an MPEG stream, which browsers do not play"),
        [0x47, ..] if head.get(188) == Some(&0x47) => Err("is an MPEG stream, which browsers do not play"),
        _ => Err("is no clip"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_are_told_by_their_first_bytes() {
        for (head, mime) in [
            (&b"\0\0\0\x20ftypisom"[..], "video/mp4"),
            (b"\0\0\0\x20ftypM4A \0", "audio/mp4"),
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\0\0\0\x08wide\0", "video/quicktime"),
            (b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "video/webm"),
            (b"OggS\0\x02......\x01vorbis", "audio/ogg"),
            (b"OggS\0\x02......\x80theora", "video/ogg"),
            (b"ID3\x04", "audio/mpeg"),
            (b"\xff\xfb\x90", "audio/mpeg"),
            (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
            (b"fLaC\0", "audio/flac"),
        ] {
            assert_eq!(of(head).map(|kind| kind.mime), Ok(mime), "{head:?}");
        }
        for head in [
            &b""[..],
            b"x",
            b"words",
            b"G",
            b"<html>",
            b"\x1a\x45\xdf\xa3matroska",
            b"\xff\xf1\x50",
            b"\xff\xd8\xff\xe0",
            b"\xff\xfe\0",
            b"RIFF\x24\0\0\0AVI ",
            b"RIFF",
            b"\0\0\0\x20ftypavif",
            b"\x89PNG\r\n",
            b"\0\0\x01\xba",
        ] {
            assert!(of(head).is_err(), "{head:?}");
        }
    }

    #[test]
    fn a_name_may_promise_what_the_kind_allows() {
        assert_eq!(MP4.is_misnamed("a.MOV"), None);
        assert_eq!(WEBM.is_misnamed("dir.x/a.mp4"), Some("mp4".to_owned()));
        assert_eq!(WEBM.is_misnamed("a"), None);
    }
}
