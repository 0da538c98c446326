//! The few words that the program itself puts on a slide, in the languages it knows. Manual page: `tests/spec/blocks.md`.

/// Words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// Between a slide's number and the count: "3 of 24".
    pub of: &'static str,
    /// A task that is done, and one that is open.
    pub done: &'static str,
    pub open: &'static str,
    /// Before the path of a picture that is not there.
    pub missing: &'static str,
    /// Before the host that a frame is loaded from.
    pub load: &'static str,
    /// Before the words in a diagram.
    pub diagram: &'static str,
    /// The names of callouts by kind.
    callouts: &'static [(&'static str, &'static str)],
}

const ENGLISH: Words = Words {
    of: "of",
    done: "done",
    open: "open",
    missing: "picture missing:",
    load: "Load from",
    diagram: "Diagram:",
    callouts: &[],
};

const GERMAN: Words = Words {
    of: "von",
    done: "erledigt",
    open: "offen",
    missing: "Bild fehlt:",
    load: "Laden von",
    diagram: "Diagramm:",
    callouts: &[
        ("note", "Hinweis"),
        ("tip", "Tipp"),
        ("important", "Wichtig"),
        ("warning", "Warnung"),
        ("caution", "Vorsicht"),
        ("theorem", "Satz"),
        ("proof", "Beweis"),
        ("example", "Beispiel"),
        ("corollary", "Korollar"),
        ("remark", "Bemerkung"),
    ],
};

const FRENCH: Words = Words {
    of: "sur",
    done: "fait",
    open: "à faire",
    missing: "image manquante :",
    load: "Charger depuis",
    diagram: "Diagramme :",
    callouts: &[
        ("note", "Remarque"),
        ("tip", "Astuce"),
        ("important", "Important"),
        ("warning", "Avertissement"),
        ("caution", "Attention"),
        ("theorem", "Théorème"),
        ("lemma", "Lemme"),
        ("proof", "Démonstration"),
        ("definition", "Définition"),
        ("example", "Exemple"),
        ("corollary", "Corollaire"),
        ("remark", "Remarque"),
    ],
};

const ITALIAN: Words = Words {
    of: "di",
    done: "fatto",
    open: "da fare",
    missing: "immagine mancante:",
    load: "Carica da",
    diagram: "Diagramma:",
    callouts: &[
        ("note", "Nota"),
        ("tip", "Suggerimento"),
        ("important", "Importante"),
        ("warning", "Avvertenza"),
        ("caution", "Attenzione"),
        ("theorem", "Teorema"),
        ("proof", "Dimostrazione"),
        ("definition", "Definizione"),
        ("example", "Esempio"),
        ("corollary", "Corollario"),
        ("remark", "Osservazione"),
    ],
};

impl Words {
    /// The words of a language tag such as `de-CH`; English for a language that is not known here.
    pub fn of_language(tag: &str) -> &'static Words {
        match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "de" => &GERMAN,
            "fr" => &FRENCH,
            "it" => &ITALIAN,
            _ => &ENGLISH,
        }
    }

    /// The name of a callout kind: its word, else the kind itself with a capital. A takeaway has none.
    pub fn callout(&self, kind: &str) -> String {
        if kind == "take" {
            return String::new();
        }
        if let Some((_, word)) = self.callouts.iter().find(|(name, _)| *name == kind) {
            return (*word).to_owned();
        }
        let mut letters = kind.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// A time as people say it: `8 min`, `1:30 min`, `45 s`.
pub(crate) fn duration(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes}:{seconds:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callouts_are_named_in_the_language_of_the_slide() {
        assert_eq!(Words::of_language("de-CH").callout("note"), "Hinweis");
        assert_eq!(Words::of_language("fr").callout("theorem"), "Théorème");
        assert_eq!(Words::of_language("it").callout("lemma"), "Lemma");
        assert_eq!(Words::of_language("rm").callout("theorem"), "Theorem");
        assert_eq!(Words::of_language("en").callout("take"), "");
    }

    #[test]
    fn times_are_short() {
        assert_eq!([480, 90, 45].map(duration), ["8 min", "1:30 min", "45 s"]);
    }
}
