//! Small pictures for the lectures: a PNG of coloured squares and an SVG plot, each different by its number.

use std::fmt::Write as _;

/// Pixels of a side.
const SIDE: u32 = 48;

/// A PNG of 48 × 48 pixels, stored without compression (about 7 kB).
pub fn png(number: u32) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..SIDE {
        rows.push(0);
        for x in 0..SIDE {
            let shade = (x / 8 + y / 8 + number) % 6 * 40;
            rows.extend([shade as u8, (x * 5) as u8, (number * 29 % 256) as u8]);
        }
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    head.extend([8, 2, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &head);
    chunk(&mut out, b"IDAT", &stored(&rows));
    chunk(&mut out, b"IEND", &[]);
    out
}

/// A zlib stream of one stored block; the rows are shorter than 64 kB.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u16;
    let mut out = vec![0x78, 0x01, 0x01];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend_from_slice(bytes);
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    out.extend((content.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(name);
    out.extend_from_slice(content);
    let check = out[start..].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    });
    out.extend((!check).to_be_bytes());
}

/// A plot with axes, a line and words.
pub fn svg(number: usize) -> String {
    let mut points = String::new();
    for x in 0..24 {
        let _ = write!(points, "{},{} ", 20 + x * 10, 140 - (x * x * (number % 5 + 1) / 4 + x * 7 + number) % 120);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 280 160\"><defs><marker id=\"tip\" orient=\"auto\"><path d=\"M0 0L4 2L0 4z\"/></marker></defs>\
         <path d=\"M20 10V140H270\" fill=\"none\" stroke=\"currentColor\" marker-end=\"url(#tip)\"/>\
         <polyline points=\"{points}\" fill=\"none\" stroke=\"#0072b2\" stroke-width=\"3\"/>\
         <text x=\"24\" y=\"20\" font-size=\"12\">error {number}</text><text x=\"240\" y=\"156\" font-size=\"12\">time</text></svg>\n"
    )
}
