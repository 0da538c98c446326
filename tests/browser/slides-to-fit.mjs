// Three hundred slides around the limit of what fits: text, lists, tables, code, formulas, pictures and columns in three
// languages, from seven tenths to one and six tenths of what a slide holds, many near the limit. The same at every run.

/** Words of each language, short and long as in talks. */
const WORDS = {
  en: `the of and in to a is that for it with as on by which from are we be this or at not have has more one their all can between
    model sheet water paper pressure fibre surface result method figure large small measure change language training attention
    gradient temperature distribution probability parameters experiment significantly however therefore representation
    generalisation approximately independent architecture`,
  de: `der die das und in zu ein ist dass für mit als auf durch von sind wir dies oder nicht haben mehr eine alle kann zwischen
    Modell Bogen Wasser Papier Druck Faser Fläche Ergebnis Verfahren Bild gross klein messen ändern Sprache Aufmerksamkeit
    Wahrscheinlichkeit Temperaturverteilung Geschwindigkeit Oberflächenspannung Versuchsanordnung unabhängig jedoch
    Zusammenhang Messergebnisse Grundlagenforschung Verallgemeinerung näherungsweise`,
  fr: `le la les et dans à un est que pour avec comme sur par dont de sont nous ce ou ne pas ont plus une leurs tout peut entre
    modèle feuille eau papier pression fibre surface résultat méthode figure grand petit mesure changement langue attention
    gradient température distribution probabilité paramètres expérience significativement cependant c'est-à-dire
    représentation généralisation approximativement indépendant l'architecture d'apprentissage`,
};

const FORMULAS = [
  String.raw`\frac{a_i + b_i}{\sqrt{c^2 + d^2}} = \sum_{i=1}^{n} x_i^2`,
  String.raw`\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}`,
  String.raw`L(\theta) = -\frac{1}{N}\sum_{t=1}^{N} \log p_\theta(x_t \mid x_{<t})`,
  String.raw`A = \begin{pmatrix} a & b & c \\ d & e & f \\ g & h & i \end{pmatrix}`,
  String.raw`E = mc^2`,
  String.raw`\hat{y} = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right) V`,
];
const SHORT = ["$x_i$", "$\\alpha + \\beta$", "$n^2$", "$\\frac{1}{2}$", "$p(x \\mid y)$", "$\\mathbb{R}^d$", "`fit(x)`", "**bold**", "*apart*"];

/** Random numbers that are the same everywhere. @type {(seed: number) => () => number} */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What writes one language. */
function writer(language, random) {
  const words = WORDS[language].split(/\s+/);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const between = (least, most) => least + Math.floor(random() * (most - least + 1));
  const phrase = (count, inlines = 0.04) => {
    const out = Array.from({ length: count }, () => (random() < inlines ? pick(SHORT) : pick(words)));
    out[0] = out[0].startsWith("$") || out[0].startsWith("`") || out[0].startsWith("*") ? out[0] : out[0][0].toUpperCase() + out[0].slice(1);
    return out.join(" ");
  };
  const paragraph = (count) => {
    const out = [];
    for (let left = count; left > 0; ) {
      const sentence = Math.min(left, between(7, 18));
      out.push(phrase(sentence) + ".");
      left -= sentence;
    }
    return out.join(" ");
  };
  const lines = (count, write, join = "\n") => Array.from({ length: Math.max(1, Math.round(count)) }, (_, index) => write(index)).join(join);
  return { pick, between, phrase, paragraph, lines };
}

/**
 * How each kind is written: `share` is how full the slide should be at the smallest size, 1 for just full. The counts for a full
 * slide were found by looking; nothing depends on their being exact.
 * @type {Record<string, (w: ReturnType<typeof writer>, share: number, random: () => number) => string>}
 */
const KINDS = {
  text: (w, share) => {
    const parts = w.between(1, 4);
    return w.lines(parts, () => w.paragraph(Math.round((165 * share) / parts - 4)), "\n\n");
  },
  list: (w, share) => {
    const each = w.pick([[3, 8], [6, 14], [12, 24]]);
    const lines = { 8: 1, 14: 1.25, 24: 1.9 }[each[1]];
    const ordered = w.pick([true, false, false]);
    return w.lines((11.6 * share) / (0.2 + 0.8 * lines), (index) => `${ordered ? `${index + 1}.` : "-"} ${w.phrase(w.between(...each))}`);
  },
  nested: (w, share) => {
    const out = [];
    for (let rows = 12.8 * share; rows > 0; ) {
      out.push(`- ${w.phrase(w.between(3, 9))}`);
      rows -= 1.1;
      for (let inner = w.between(0, 4); inner > 0 && rows > 0; inner -= 1, rows -= 0.95) out.push(`  - ${w.phrase(w.between(3, 9))}`);
    }
    return out.join("\n");
  },
  table: (w, share) => {
    const columns = w.between(2, 5);
    const words = w.pick([[1, 2], [1, 4], [3, 8]]);
    const figures = Array.from({ length: columns }, (_, index) => index > 0 && w.pick([true, false]));
    const cell = (index) => (figures[index] ? (w.between(1, 99999) / 100).toFixed(w.pick([1, 2])) : w.phrase(w.between(...words), 0.02));
    const row = () => `| ${Array.from({ length: columns }, (_, index) => cell(index)).join(" | ")} |`;
    const tall = words[1] > 4 ? 1 + Math.max(0, figures.filter((figure) => !figure).length - 2) * 0.45 : 1;
    const head = `| ${Array.from({ length: columns }, () => w.phrase(1, 0)).join(" | ")} |\n|${"---|".repeat(columns)}`;
    return `${head}\n${w.lines((14.3 * share) / tall - 1, row)}`;
  },
  code: (w, share) => {
    const row = () => "    ".repeat(w.between(0, 3)) + w.phrase(w.between(1, 9), 0).replaceAll("'", "_").replaceAll(" ", w.pick([" ", ".", "_", " = "]));
    return "```text\n" + w.lines(16.2 * share, row) + "\n```" + w.pick(["", "", `\n\n${w.phrase(9)}`]);
  },
  formula: (w, share) => {
    const out = [];
    for (let room = 430 * share; room > 0; ) {
      if (w.pick([true, false])) {
        const words = w.between(4, 22);
        out.push(w.phrase(words));
        room -= 15 + 33 * Math.ceil(words / 15);
      }
      const formula = w.pick(FORMULAS);
      out.push(`$$${formula}$$`);
      room -= formula.includes("pmatrix") ? 150 : formula.includes("frac") ? 118 : 88;
    }
    return out.join("\n\n");
  },
  picture: (w, share) => {
    const picture = `![](${w.pick(["wide", "square", "tall"])}.svg){.decorative width=${w.pick(["60%", "90%", "100%"])}}`;
    const words = w.lines((8.3 * share) - 0.6, () => `- ${w.phrase(w.between(4, 12))}`);
    return w.pick([`${words}\n\n${picture}`, `${picture}\n\n${words}`]);
  },
  beside: (w, share) => `![](${w.pick(["wide", "tall"])}.svg){.decorative}\n\n` + w.lines(7.1 * share, () => `- ${w.phrase(w.between(4, 13))}`),
  columns: (w, share) => {
    const column = (share) => {
      const head = w.pick(["", `### ${w.phrase(w.between(2, 4), 0)}\n\n`]);
      const room = share - (head ? 0.1 : 0);
      return head + w.pick([
        () => w.lines(7.7 * room, () => `- ${w.phrase(w.between(4, 12))}`),
        () => w.paragraph(Math.round(92 * room)),
      ])();
    };
    const shares = w.pick([[share, share * 0.6], [share * 0.5, share], [share, share]]);
    return `::: columns\n::: column\n${column(shares[0])}\n:::\n::: column\n${column(shares[1])}\n:::\n:::`;
  },
  boxes: (w, share) => {
    const take = w.pick([true, false]);
    const rest = share * 0.68 - (take ? 0.12 : 0);
    const callout = `> [!NOTE] ${w.phrase(3, 0)}\n> ${w.phrase(w.between(12, 24))}`;
    const quote = `> ${w.phrase(w.between(10, 22))}\n> — ${w.phrase(2, 0)}`;
    return `${w.lines(11.2 * rest, () => `- ${w.phrase(w.between(5, 11))}`)}\n\n${w.pick([callout, quote])}` + (take ? `\n\n> [!TAKE]\n> ${w.phrase(w.between(5, 20))}.` : "");
  },
};

/** How full: half of the slides within a tenth of the limit, the others anywhere from 0.7 to 1.6. */
function share(random) {
  return random() < 0.5 ? 0.9 + 0.2 * random() : 0.7 + 0.9 * random();
}

const drawing = (width, height) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#8ac"/></svg>`;

/** The files beside the talks. */
export const FILES = { "wide.svg": drawing(400, 180), "square.svg": drawing(300, 300), "tall.svg": drawing(240, 320) };

/**
 * The talk of one language: its text, and its slides with the line of their titles.
 * @type {(language: string, count?: number, settings?: string, seed?: number) => {text: string, slides: {id: string, kind: string, line: number}[]}}
 */
export function talk(language, count = 100, settings = "", seed = 1) {
  const random = numbers(seed + [..."en de fr"].indexOf(language[0]) * 1000);
  const w = writer(language, random);
  const kinds = Object.keys(KINDS);
  let text = `---\ntitle: Slides to fit\nlang: ${language}\n${settings}---\n`;
  const slides = [];
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length];
    const id = `${kind}-${index}`;
    if (index > 0) text += "\n---\n";
    text += "\n";
    slides.push({ id, kind, line: text.split("\n").length });
    const title = w.phrase(w.pick([3, 5, 6, 14]), 0);
    text += `## ${title} {#${id}}\n\n${KINDS[kind](w, share(random), random)}\n`;
  }
  return { text, slides };
}
