//! Writes lectures as people write them, of any length: the same length gives the same bytes on every machine.
//!
//! A third of the slides have formulas, a quarter has code; there are tables, pictures, lists, steps, notes, German and
//! English. Some formulas come again and again (`x_t`), most belong to their slide, so distinct ones grow with the talk.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What a lecture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything.
    Full,
    /// Without formulas and code: words, lists, tables, pictures.
    Plain,
}

/// Formulas in running text that a whole lecture uses.
const NOTATION: [&str; 6] = [r"x_t", r"W_t", r"k_t, v_t", r"\mathbb{R}^d", r"\beta_t", r"\mathcal{O}(n)"];

/// Stands for the slide's number.
const HERE: char = '§';

/// Formulas in running text of one slide.
const INLINE: [&str; 6] = [
    r"x_{§} \in \mathbb{R}^d",
    r"\mathcal{O}(n^{§})",
    r"\beta_{§} = 0.5",
    r"\frac{1}{§}",
    r"h_{§} = \tanh(W h)",
    r"\lVert k_{§} \rVert = 1",
];

const DISPLAYED: [&str; 6] = [
    r"W_{§} = W_{t-1} + \beta_t \left(v_t - W_{t-1}\phi(k_t)\right) \otimes \phi(k_t)",
    "\\begin{aligned}\ny_t &= \\frac{\\sum_{i=1}^{§} v_i \\kappa(k_i, q_t)}{\\sum_{j=1}^{t} \\kappa(k_j, q_t)} \\\\\n&= \\frac{W_t\\phi(q_t)}{z_t^\\top\\phi(q_t)}\n\\end{aligned}",
    r"\operatorname{softmax}\!\left(\tfrac{QK^\top}{\sqrt{d_{§}}}\right)V",
    r"\begin{bmatrix} a_{11} & a_{12} & § \\ a_{21} & a_{22} & 0.5 \\ 1 & 2 & 3 \end{bmatrix} \begin{bmatrix} x \\ y \\ z \end{bmatrix}",
    r"\mathcal{L}(\theta) = -\mathbb{E}_{x \sim p}\left[\log p_\theta(x_{§} \mid x_{<t})\right]",
    r"\nabla_\theta J = \int_{0}^{§} \sum_{k} \pi(a_k \mid s)\, \nabla_\theta \log \pi(a_k \mid s)\, R_k \,\mathrm{d}t",
];

const CODE: [(&str, &str); 6] = [
    (
        "python",
        "import torch\n\n@torch.no_grad()\ndef step_§(w, k, v, beta):\n    \"\"\"One step of the delta rule.\"\"\"\n    old = w @ k\n    for i in range(10):\n        w = w + beta * torch.outer(v - old, k)  # write\n    return f\"{w.sum():.2f}\"\n",
    ),
    (
        "rust",
        "/// Adds.\npub fn step_§(w: &mut [f32], k: &[f32]) -> Option<f32> {\n    let sum: f32 = w.iter().zip(k).map(|(a, b)| a * b).sum();\n    if sum > 1.0e-3 {\n        println!(\"{sum}\");\n    }\n    Some(sum)\n}\n",
    ),
    (
        "bash",
        "#!/bin/bash\n#SBATCH --nodes=§\nset -euo pipefail\nfor f in data/*.jsonl; do\n  echo \"$f\" | tee -a log.txt\ndone\nsrun --gpus 4 python train.py --lr 1e-4\n",
    ),
    (
        "cpp",
        "#include <vector>\ntemplate <typename T>\nT step_§(const std::vector<T>& x) {\n  T sum = 0;\n  for (const auto& y : x) sum += y * 2;  // twice\n  return sum;\n}\n",
    ),
    (
        "javascript",
        "export async function step§(url) {\n  const reply = await fetch(url);\n  if (!reply.ok) throw new Error(`status ${reply.status}`);\n  return (await reply.json()).items.map((x) => x * 2); // twice\n}\n",
    ),
    ("console", "$ deckle build talk-§.md\nwrote talk-§.html\n$ ls -l | wc -l\n12\n"),
];

const SENTENCES: [[&str; 6]; 2] = [
    [
        "A layer with fast weights writes what it sees into a matrix and reads it back with a query.",
        "The **capacity** of such a memory is the number of keys that are orthogonal to each other.",
        "What was written stays until something *overwrites* it; nothing forgets by itself.",
        "We measured this on eight machines and found the same order on each of them.",
        "Read more at <https://example.org/paper>, or ask after the talk.",
        "Training takes three days; reading a page takes a thousandth of a second.",
    ],
    [
        "Eine Schicht mit schnellen Gewichten schreibt in eine Matrix und liest mit einer Frage zurück.",
        "Die **Größe** eines solchen Speichers ist die Zahl der Schlüssel, die senkrecht aufeinander stehen.",
        "Was geschrieben ist, bleibt, bis etwas es *überschreibt*; von selbst wird nichts vergessen.",
        "Gemessen haben wir das auf acht Rechnern, und die Reihenfolge war überall dieselbe.",
        "Mehr dazu unter <https://example.org/aufsatz> oder nach dem Vortrag.",
        "Das Lernen dauert drei Tage, das Lesen einer Seite „nur“ eine tausendstel Sekunde.",
    ],
];

const POINTS: [[&str; 4]; 2] = [
    ["Write with a key", "Read with a query", "Correct with the difference", "Repeat for every token"],
    ["Mit Schlüssel schreiben", "Mit Frage lesen", "Um den Fehler verbessern", "Für jedes Wort von vorn"],
];

/// Writes `talk.md` and its pictures into `folder` and returns the talk's path.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(folder: &Path, slides: usize, kind: Kind) -> io::Result<PathBuf> {
    // A build reads at most a thousand files; a lecture of a thousand slides shows its pictures again.
    let pictures = (slides / 20).clamp(2, 100);
    fs::create_dir_all(folder.join("figures"))?;
    for number in 0..pictures {
        fs::write(folder.join(format!("figures/{number}.png")), super::figures::png(number as u32))?;
        fs::write(folder.join(format!("figures/{number}.svg")), super::figures::svg(number))?;
    }
    let path = folder.join("talk.md");
    fs::write(&path, text(slides, kind, pictures))?;
    Ok(path)
}

/// The talk alone.
fn text(slides: usize, kind: Kind, pictures: usize) -> String {
    let mut out = String::from(
        "---\ntitle: Fast weights, slowly\nspeaker: {name: Ada Muster, role: Lecturer, at: Example University, mail: ada@example.org}\n\
         event: {name: Autumn school, short: AS}\ndate: 2025-10-01\nlang: en\n---\n\n# Fast weights, slowly\n\nOne lecture of many\n",
    );
    for number in 1..slides {
        out.push_str("\n---\n\n");
        slide(&mut out, number, kind, pictures);
    }
    out
}

/// One slide; what is on it depends on its number alone.
fn slide(out: &mut String, number: usize, kind: Kind, pictures: usize) {
    if number.is_multiple_of(25) {
        let _ = writeln!(out, "# Part {} {{#part-{number} time=8m}}", number / 25);
        return;
    }
    let german = usize::from(number % 7 >= 4);
    let language = if german == 1 { " lang=de" } else { "" };
    let title =
        [["What is written is read", "How it grows"], ["Geschrieben, gelesen", "Wie es wächst"]][german][number % 2];
    let _ = writeln!(out, "## {title}, {number} {{#slide-{number}-a{language}}}\n");
    let _ = writeln!(out, "{}\n", SENTENCES[german][number % 6]);
    if number.is_multiple_of(3) {
        formulas(out, number, kind, german);
    } else if number % 9 == 1 {
        table(out, number);
    } else if number % 5 == 2 {
        let (shape, picture) = (if number.is_multiple_of(2) { "png" } else { "svg" }, number / 5 % pictures);
        let _ = writeln!(out, "![Plot {number}: error against time](figures/{picture}.{shape}){{width=60%}}\n");
    } else {
        points(out, number, german);
    }
    // A quarter of the slides, spread over those with and without formulas.
    if number % 4 == 1 {
        code(out, number, kind, german);
    }
    if number % 3 == 2 {
        let _ = writeln!(
            out,
            "<!--\n{} {}\n[step] {}\n-->",
            SENTENCES[german][0], SENTENCES[german][3], SENTENCES[german][5]
        );
    }
}

/// One to three formulas.
fn formulas(out: &mut String, number: usize, kind: Kind, german: usize) {
    let pick = number / 3;
    if kind == Kind::Plain {
        let _ = writeln!(out, "{}\n", SENTENCES[german][pick % 6]);
        return;
    }
    let own = |texts: &[&str; 6]| texts[pick % 6].replace(HERE, &number.to_string());
    let word = ["with", "mit"][german];
    let _ = match pick % 3 {
        0 => writeln!(out, "$$\n{}\n$$\n", own(&DISPLAYED)),
        1 => writeln!(out, "… {word} ${}$ …\n\n$$\n{}\n$$\n", NOTATION[pick % 6], own(&DISPLAYED)),
        _ => {
            writeln!(out, "… {word} ${}$ and ${}$.\n\n$$\n{}\n$$\n", NOTATION[pick % 6], own(&INLINE), own(&DISPLAYED))
        }
    };
}

/// A block; every other one is of this slide alone.
fn code(out: &mut String, number: usize, kind: Kind, german: usize) {
    let pick = number / 4;
    if kind == Kind::Plain {
        let _ = writeln!(out, "{}\n", SENTENCES[german][pick % 6]);
        return;
    }
    let (language, text) = CODE[pick % 6];
    let own = if pick.is_multiple_of(2) { number } else { pick % 6 };
    let _ = writeln!(out, "```{language}\n{}```\n", text.replace(HERE, &own.to_string()));
}

fn table(out: &mut String, number: usize) {
    out.push_str("| System | Cores | Speed | Power |\n|:--|--:|--:|--:|\n");
    for row in 0..6 {
        let value = number * 37 + row * 1009;
        let _ = writeln!(out, "| Machine {row} | {} | {}.{} | {} |", value * 13, value % 900, value % 10, value % 4000);
    }
    out.push('\n');
}

fn points(out: &mut String, number: usize, german: usize) {
    let steps = number.is_multiple_of(2);
    if steps {
        out.push_str("::: steps\n");
    }
    for point in POINTS[german] {
        let _ = writeln!(out, "- {point}");
    }
    out.push_str(if steps { ":::\n\n" } else { "\n" });
    if number % 8 == 4 {
        let _ = writeln!(out, ". . .\n\n> [!TAKE] {}\n", SENTENCES[german][2]);
    }
}
