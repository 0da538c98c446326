//! What formulas and code cost: a lecture of 100 slides, cold and warm, with one worker and more. Prints a table of medians.
//!
//! Run with `cargo bench --bench engine`; a number after `--` is the number of slides.

use deckle::deck::{Attributes, Block, BlockKind, Code, Deck, Inline, Layout, Math, Slide, Slot, Stages, Steps};
use deckle::render::draw::{self, Options};
use deckle::render::worker::pool::Patience;
use deckle::source::{Span, Spanned};
use std::path::Path;
use std::time::{Duration, Instant};

const DISPLAYED: [&str; 5] = [
    r"W_{#} = W_{t-1} + \beta_t \left(v_t - W_{t-1}\phi(k_t)\right) \otimes \phi(k_t)",
    r"\begin{aligned} y_t &= \frac{\sum_{i=1}^{#} v_i \kappa(k_i, q_t)}{\sum_{j=1}^{t} \kappa(k_j, q_t)} \\ &= \frac{W_t\phi(q_t)}{z_t^\top\phi(q_t)} \end{aligned}",
    r"\operatorname{softmax}\!\left(\tfrac{QK^\top}{\sqrt{d_{#}}}\right)V",
    r"\begin{bmatrix} a_{11} & a_{12} & # \\ a_{21} & a_{22} & 0.5 \\ 1 & 2 & 3 \end{bmatrix} \begin{bmatrix} x \\ y \\ z \end{bmatrix}",
    r"\mathcal{L}(\theta) = -\mathbb{E}_{x \sim p}\left[\log p_\theta(x_{#} \mid x_{<t})\right]",
];
const INLINE: [&str; 3] = [r"x_{#} \in \mathbb{R}^d", "O(n^{#})", r"\beta_{#}"];
const CODE: [(&str, &str); 5] = [
    (
        "python",
        "import torch\n\n@torch.no_grad()\ndef step_#(w, k, v, beta):\n    \"\"\"One step of the delta rule.\"\"\"\n    old = w @ k\n    for i in range(10):\n        w = w + beta * torch.outer(v - old, k)  # write\n    return f\"{w.sum():.2f}\"\n",
    ),
    (
        "rust",
        "/// Adds.\npub fn step_#(w: &mut [f32], k: &[f32]) -> Option<f32> {\n    let sum: f32 = w.iter().zip(k).map(|(a, b)| a * b).sum();\n    if sum > 1.0e-3 {\n        println!(\"{sum}\");\n    }\n    Some(sum)\n}\n",
    ),
    (
        "bash",
        "#!/bin/bash\n#SBATCH --nodes=#\nset -euo pipefail\nfor f in data/*.jsonl; do\n  echo \"$f\" | tee -a log.txt\ndone\nsrun --gpus 4 python train.py --lr 1e-4\n",
    ),
    (
        "cpp",
        "#include <vector>\ntemplate <typename T>\nT step_#(const std::vector<T>& x) {\n  T sum = 0;\n  for (const auto& y : x) sum += y * 2;  // twice\n  return sum;\n}\n",
    ),
    ("console", "$ deckle build talk-#.md\nwrote talk.html\n$ ls -l | wc -l\n12\n"),
];

fn main() {
    let slides = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100);
    let deck = deck(slides);
    println!("{slides} slides: {} with formulas, {} with code\n", slides / 3, slides / 4);
    println!("{:<28} {:>9} {:>9} {:>9}", "", "median", "fastest", "slowest");
    let folder = tempfile::tempdir().expect("a folder for the cache");
    let rounds = if slides > 1000 { 3 } else { 9 };
    for workers in 1..=2 {
        row(&format!("cold, no cache, {workers} workers"), rounds, || draw(&deck, None, workers));
    }
    row("cold, cache written", rounds, || {
        let folder = tempfile::tempdir().expect("a folder for the cache");
        draw(&deck, Some(folder.path()), 2)
    });
    draw(&deck, Some(folder.path()), 2);
    row("warm", rounds * 5, || draw(&deck, Some(folder.path()), 2));
    let mut edited = 0;
    row("warm, one formula changed", rounds, || {
        edited += 1;
        let mut deck = deck.clone();
        deck.slides[0].slots[0].blocks.push(formula(&format!(r"\text{{edit {edited}}} + \frac{{1}}{{2}}"), true));
        draw(&deck, Some(folder.path()), 2)
    });
}

fn row(name: &str, rounds: usize, mut run: impl FnMut() -> Duration) {
    let mut times: Vec<Duration> = (0..rounds).map(|_| run()).collect();
    times.sort();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    println!("{name:<28} {:>9} {:>9} {:>9}", ms(times[rounds / 2]), ms(times[0]), ms(times[rounds - 1]));
}

fn draw(deck: &Deck, cache: Option<&Path>, workers: usize) -> Duration {
    let options = Options {
        cache: cache.map(Path::to_path_buf),
        workers,
        program: env!("CARGO_BIN_EXE_deckle").into(),
        patience: Patience::default(),
        memory: None,
    };
    let began = Instant::now();
    let report = draw::all(deck, &options);
    let time = began.elapsed();
    assert_eq!(report.diagnostics, []);
    time
}

fn deck(slides: usize) -> Deck {
    let numbered = |text: &str, number: usize| text.replace('#', &number.to_string());
    let slide = |number: usize| {
        let mut blocks = Vec::new();
        if number.is_multiple_of(3) {
            blocks.push(formula(&numbered(DISPLAYED[number / 3 % DISPLAYED.len()], number), true));
            blocks.push(formula(&numbered(INLINE[number / 3 % INLINE.len()], number), false));
        }
        if number % 4 == 1 {
            let (language, text) = CODE[number / 4 % CODE.len()];
            blocks.push(code(language, &numbered(text, number)));
        }
        slide(number, blocks)
    };
    Deck { slides: (0..slides).map(slide).collect(), ..Deck::default() }
}

fn block(kind: BlockKind) -> Block {
    Block { span: Span::default(), steps: Steps::Always, attributes: Attributes::default(), kind }
}

fn formula(tex: &str, display: bool) -> Block {
    let math = Math { tex: tex.to_owned(), display, span: Span::default(), verbatim: false };
    block(BlockKind::Paragraph(vec![Inline::Math(math)]))
}

fn code(language: &str, text: &str) -> Block {
    let language = Spanned::new(language.to_owned(), Span::default());
    let text_span = Span::default();
    block(BlockKind::Code(Code {
        language,
        title: None,
        text: text.to_owned(),
        text_span,
        line_numbers: None,
        stages: Stages::default(),
    }))
}

fn slide(number: usize, blocks: Vec<Block>) -> Slide {
    Slide {
        span: Span::default(),
        id: format!("slide-{number}"),
        number: number.to_string(),
        section: None,
        layout: Spanned::new(Layout::Default, Span::default()),
        title: None,
        slots: vec![Slot { name: "body", blocks }],
        footnotes: Vec::new(),
        backgrounds: Vec::new(),
        notes: Vec::new(),
        last_step: 0,
        budget: None,
        language: None,
        attributes: Attributes::default(),
        styles: Vec::new(),
        optional: false,
        backup: false,
        tags: Vec::new(),
        part: None,
    }
}
