//! Photographs with places in them, whole and cut.

use super::*;

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, marker];
    out.extend_from_slice(&((body.len() + 2) as u16).to_be_bytes());
    out.extend_from_slice(body);
    out
}

fn photograph(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend_from_slice(&tiff(orientation));
    exif.extend_from_slice(b"GPS 47.37 N");
    let mut out = vec![0xff, 0xd8];
    for part in [
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe1, &exif),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"),
        segment(0xfe, b"made by GPS"),
        segment(0xc0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
    ] {
        out.extend_from_slice(&part);
    }
    out.extend_from_slice(&[1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9]);
    out
}

#[test]
fn a_photograph_keeps_its_turn_and_profile_and_loses_its_place() {
    let mut data = photograph(6);
    data.extend_from_slice(b"second picture behind the end, GPS");
    let stripped = jpeg(&data).unwrap();
    assert_eq!(stripped.orientation, 6);
    assert!(!stripped.bytes.windows(3).any(|part| part == b"GPS"));
    assert!(stripped.bytes.windows(11).any(|part| part == b"ICC_PROFILE"));
    let again = jpeg(&stripped.bytes).unwrap();
    assert_eq!(again, stripped, "stripping twice changes nothing");
    assert_eq!(jpeg(&photograph(1)).unwrap().orientation, 1);
}

#[test]
fn every_cut_of_a_jpeg_is_noticed() {
    let data = photograph(3);
    for length in 2..data.len() {
        assert!(jpeg(&data[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_png_loses_its_texts_and_every_cut_is_noticed() {
    let mut data = b"\x89PNG\r\n\x1a\n".to_vec();
    data.extend(png_chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]));
    data.extend(png_chunk(b"tEXt", b"Author\0Somebody"));
    data.extend(png_chunk(b"eXIf", &tiff(8)));
    data.extend(png_chunk(b"IDAT", b"pixels"));
    data.extend(png_chunk(b"IEND", b""));
    let stripped = png(&data).unwrap();
    assert_eq!(stripped.orientation, 8);
    assert!(!stripped.bytes.windows(8).any(|part| part == b"Somebody"));
    assert_eq!(png(&stripped.bytes).unwrap(), stripped);
    for length in 0..data.len() {
        assert_eq!(png(&data[..length]), Err(Fault::Truncated), "cut at {length}");
    }
}

#[test]
fn a_webp_loses_its_metadata() {
    let mut data = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\0\0\0\0\0\0VP8 \x03\0\0\0abc\0EXIF\x1a\0\0\0".to_vec();
    data.extend_from_slice(&tiff(6));
    data.extend_from_slice(b"XMP \x04\0\0\0GPS!");
    let size = (data.len() - 8) as u32;
    data[4..8].copy_from_slice(&size.to_le_bytes());
    let stripped = webp(&data).unwrap();
    assert_eq!(stripped.orientation, 6);
    assert!(!stripped.bytes.windows(3).any(|part| part == b"GPS"));
    assert_eq!(stripped.bytes[20], 0b1000);
    assert_eq!(webp(&stripped.bytes).unwrap(), stripped);
    for length in 0..data.len() {
        assert_eq!(webp(&data[..length]), Err(Fault::Truncated), "cut at {length}");
    }
}
