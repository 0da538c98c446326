//! The deck's own fonts: the faces it uses, cut down to the characters it uses, as `@font-face` rules. The same look on
//! every machine, without a request. Manual page: `tests/spec/output.md`.

use super::cache::Cache;
use super::glyphs::{Needs, is_invisible};
use super::subset::{CUT, Coverage, ENGINE, woff2};
use crate::theme::faces::{CODE, Face, FaceId, Faces, MATH, SANS, TEXT, TEXT_BOLD};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What an upright text face holds besides printable ASCII: the marks that typographers and style sheets set.
const MARKS: &str = "\u{a0}\u{202f}–—‘’‚“”„‹›«»…·•×−";

/// A face, ready to be embedded.
#[derive(Debug, PartialEq, Eq)]
pub struct Embedded {
    /// What it is for.
    pub id: FaceId,
    /// Which.
    pub face: Arc<Face>,
    /// WOFF2.
    pub bytes: Vec<u8>,
}

/// The fonts of a deck.
#[derive(Debug, Default)]
pub struct Fonts {
    /// The faces in order.
    pub faces: Vec<Embedded>,
    /// Characters that no face of ours has; the reader's machine must draw them.
    pub missing: BTreeSet<char>,
}

/// Cut fonts in the cache folder, if there is one.
pub fn cache(folder: Option<&Path>) -> Cache {
    Cache::new(folder, "fonts", 512)
}

/// Cuts the fonts, on as many threads as there are processors, or takes them from the cache.
///
/// # Errors
/// Words of the font tools; with the fonts that are built in this does not happen.
pub fn embed(mut needs: Needs, faces: &Faces, cache: &Cache) -> Result<Fonts, String> {
    add_base(&mut needs);
    let (wanted, missing) = settle(&needs, faces);
    let jobs: Vec<(FaceId, BTreeSet<char>)> =
        wanted.into_iter().filter(|(_, characters)| !characters.is_empty()).collect();
    let faces = in_parallel(&jobs, &|(id, characters)| one(*id, faces.face(*id), characters, cache))?;
    Ok(Fonts { faces, missing })
}

/// The characters that no face has, without cutting any.
pub fn missing(mut needs: Needs, faces: &Faces) -> BTreeSet<char> {
    add_base(&mut needs);
    settle(&needs, faces).1
}

/// `@font-face` rules for every face there is, whole, at the addresses that `address` gives.
pub fn write_css_at(faces: &Faces, address: &dyn Fn(&Face) -> String, out: &mut String) {
    for (id, face) in faces.all() {
        out.push_str(&format!("@font-face{{{};src:url({})format(\"truetype\")}}\n", face.rule(id), address(face)));
    }
}

/// Runs the jobs on all processors and keeps their order; also tidies the cache when something new was cut.
fn in_parallel<J: Sync>(
    jobs: &[J],
    run: &(dyn Fn(&J) -> Result<Embedded, String> + Sync),
) -> Result<Vec<Embedded>, String> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, job)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(at).map(|job| (at, job))
        } {
            done.push((at, run(job)));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_default());
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    if done.len() < jobs.len() {
        return Err("a thread that cuts fonts ended early".to_owned());
    }
    done.into_iter().map(|(_, result)| result).collect()
}

fn one(id: FaceId, face: &Arc<Face>, characters: &BTreeSet<char>, cache: &Cache) -> Result<Embedded, String> {
    let text: String = characters.iter().collect();
    // The name of a theme's own file says nothing of what is in it.
    let own = face.own_bytes().map(|bytes| blake3::hash(bytes).to_hex().to_string()).unwrap_or_default();
    let key =
        blake3::hash(format!("{ENGINE}, cut {CUT}\n{}{own}\n{text}", face.file).as_bytes()).to_hex()[..32].to_owned();
    let embedded = |bytes| Embedded { id, face: face.clone(), bytes };
    if let Some(bytes) = cache.get(&key) {
        return Ok(embedded(bytes));
    }
    let bytes = woff2(&face.bytes(), characters)?;
    cache.put(&key, &bytes);
    Ok(embedded(bytes))
}

/// Whole alphabets instead of single letters in the faces that running text and formulas are set in. Editing a slide then
/// rarely asks for a new font, the runtime's own words are always there, and letters stand exactly as with the whole font:
/// FreeType aligns them by heights that it measures on other letters (`x`, `H`, `p`), which must be there.
fn add_base(needs: &mut Needs) {
    let has_letters = |face: &FaceId| needs.of(*face).iter().any(char::is_ascii_alphabetic);
    let set_in_words: Vec<FaceId> = FaceId::all()
        .filter(|face| {
            matches!(face.family(), "Deckle Text" | "Deckle Display" | "Deckle Code" | "KaTeX_Main" | "KaTeX_Math")
        })
        .filter(|face| has_letters(face) || *face == TEXT || *face == TEXT_BOLD)
        .collect();
    for face in set_in_words {
        (' '..='~').for_each(|c| needs.add(face, c));
    }
    for face in [TEXT, TEXT_BOLD] {
        MARKS.chars().for_each(|c| needs.add(face, c));
    }
}

/// Gives each character to a face that has it: its own, else the next of the style sheets' lists.
fn settle(needs: &Needs, faces: &Faces) -> (BTreeMap<FaceId, BTreeSet<char>>, BTreeSet<char>) {
    let mut wanted: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    let mut strays: BTreeSet<(bool, char)> = BTreeSet::new();
    for face in FaceId::all() {
        let characters = needs.of(face);
        if characters.is_empty() {
            continue;
        }
        let ttf = faces.face(face).bytes();
        let coverage = Coverage::new(&ttf);
        let (own, others): (BTreeSet<char>, BTreeSet<char>) = characters.into_iter().partition(|c| coverage.has(*c));
        wanted.entry(faces.shared(face)).or_default().extend(own);
        // KaTeX's faces lack some of ASCII; what a formula really uses of it they have.
        strays.extend(
            others
                .into_iter()
                .filter(|c| !(is_invisible(*c) || face >= MATH && c.is_ascii()))
                .map(|c| (face >= MATH, c)),
        );
    }
    if strays.is_empty() {
        return (wanted, missing);
    }
    let fonts = [TEXT, SANS, CODE, MATH].map(|face| (faces.shared(face), faces.face(face).bytes()));
    let coverages = fonts.each_ref().map(|(face, ttf)| (*face, Coverage::new(ttf)));
    for (in_math, character) in strays {
        let mut order = coverages.iter().collect::<Vec<_>>();
        if in_math {
            order.rotate_right(1);
        }
        match order.iter().find(|(_, coverage)| coverage.has(character)) {
            Some((face, _)) => drop(wanted.entry(*face).or_default().insert(character)),
            None => drop(missing.insert(character)),
        }
    }
    (wanted, missing)
}

/// Writes the `@font-face` rules, with a notice of the owners in front.
pub fn write_css(fonts: &Fonts, out: &mut String) {
    let mut notices: Vec<&str> = fonts.faces.iter().map(|embedded| &*embedded.face.notice).collect();
    notices.dedup();
    out.push_str("/* Fonts, cut down to the characters used: ");
    out.push_str(&notices.join("; "));
    out.push_str(" */\n");
    for Embedded { id, face, bytes } in &fonts.faces {
        out.push_str(&format!("@font-face{{{};src:url(data:font/woff2;base64,", face.rule(*id)));
        base64_simd::STANDARD.encode_append(bytes, out);
        out.push_str(")format(\"woff2\")}\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::marks::Marks;

    fn fonts(html: &str, cache: &Cache) -> Fonts {
        let mut needs = Needs::default();
        needs.read(html, &Marks::default());
        embed(needs, &Faces::default(), cache).unwrap()
    }

    fn files(fonts: &Fonts) -> Vec<&str> {
        fonts.faces.iter().map(|embedded| &*embedded.face.file).collect()
    }

    #[test]
    fn only_used_faces_are_embedded() {
        let none = cache(None);
        assert_eq!(files(&fonts("<p>a</p>", &none)), ["NotoSans-Regular", "NotoSans-Bold"]);
        let all = fonts(
            "<p><em>a</em><strong><em>b</em></strong><code>c</code><span class='katex'><span class='mathnormal'>x</span></span></p>",
            &none,
        );
        assert_eq!(
            files(&all),
            [
                "NotoSans-Regular",
                "NotoSans-Bold",
                "NotoSans-Italic",
                "NotoSans-BoldItalic",
                "JetBrainsMono",
                "KaTeX_Math-Italic"
            ]
        );
    }

    #[test]
    fn what_serifs_lack_comes_from_noto_sans_before_the_code_face() {
        let faces = Faces::of(&[("text".to_owned(), "Roboto".to_owned())].into(), &[]).0;
        let mut needs = Needs::default();
        needs.read("<p>a → <b><i>b</i></b></p>", &Marks::default());
        let fonts = embed(needs, &faces, &cache(None)).unwrap();
        assert_eq!(files(&fonts), ["Roboto-Regular", "Roboto-Bold", "Roboto-Italic", "NotoSans-Regular"]);
        let mut css = String::new();
        write_css(&fonts, &mut css);
        assert_eq!(css.matches("font-family:\"Deckle Text\"").count(), 3);
        assert_eq!(css.matches("font-family:\"Deckle Sans\";font-weight:400;font-style:normal").count(), 1);
        assert!(css.contains("Roboto Project Authors") && css.contains("Noto Sans, Copyright 2012"));
    }

    #[test]
    fn a_character_goes_to_a_face_that_has_it() {
        let none = cache(None);
        let fonts = fonts("<p>✓ and 🦀 and \u{200b}</p>", &none);
        assert_eq!(files(&fonts), ["NotoSans-Regular", "NotoSans-Bold", "JetBrainsMono"]);
        assert_eq!(fonts.missing, ['🦀'].into());
        assert!(fonts.faces[2].bytes.len() < 3000, "one character only");
    }

    #[test]
    fn a_warm_cache_gives_the_same_bytes_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let kept = cache(Some(folder.path()));
        let html = "<h2>Größe</h2><code>fn</code><span class='katex'>∑</span>";
        let cold = fonts(html, &kept);
        let entries = std::fs::read_dir(folder.path().join("fonts")).unwrap().count();
        assert_eq!(entries, cold.faces.len());
        assert_eq!(fonts(html, &kept).faces, cold.faces);
        assert_eq!(fonts(html, &cache(None)).faces, cold.faces);
    }

    #[test]
    fn builds_at_the_same_time_share_a_cache() {
        let folder = tempfile::tempdir().unwrap();
        let html = "<h2>Grösse</h2>";
        let wanted = fonts(html, &cache(None)).faces;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(fonts(html, &cache(Some(folder.path()))).faces, wanted));
            }
        });
    }
}
