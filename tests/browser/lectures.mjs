// Writes long talks for figures.mjs, the same bytes for the same number of slides: words, lists that come step by step,
// formulas, code, tables, columns, a drawing. `cargo bench --bench build` has its own, for the builder's time.
//
//   node lectures.mjs OUT_DIR 300 2000    writes OUT_DIR/lecture-300.md and so on
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SENTENCES = [
  "A layer with fast weights writes what it sees into a matrix and reads it back with a query.",
  "The **capacity** of such a memory is the number of keys that are orthogonal to each other.",
  "What was written stays until something *overwrites* it; nothing forgets by itself.",
  "We measured this on eight machines and found the same order on each of them.",
];

const list = (number) => `- Write with a key\n- Read with a query\n- Correct the difference ${number} times\n- Repeat for every token\n`;

const KINDS = [
  (number) => `::: steps\n${list(number)}:::\n\n. . .\n\n> [!TAKE] ${SENTENCES[2]}\n`,
  (number) => `With $x_{${number}} \\in \\mathbb{R}^d$ and $\\beta_t = 0.5$:\n\n$$\nW_{${number}} = W_{t-1} + \\beta_t \\left(v_t - W_{t-1}\\phi(k_t)\\right) \\otimes \\phi(k_t)\n$$\n\n. . .\n\n${SENTENCES[3]}\n`,
  (number) =>
    `\`\`\`python {1-2|4|all}\ndef step_${number}(w, k, v, beta):\n    old = w @ k  # read\n    for i in range(10):\n        w = w + beta * torch.outer(v - old, k)\n    return w\n\`\`\`\n`,
  (number) =>
    "| System | Cores | Speed | Power |\n|:--|--:|--:|--:|\n" +
    Array.from({ length: 6 }, (_, row) => `| Machine ${row} | ${number * 37 + row} | ${(number * row) % 900}.${row} | ${(number * 13) % 4000} |\n`).join(""),
  (number) => `::: columns\n::: column\n${list(number)}:::\n::: column\n${SENTENCES[number % 4]}\n\n. . .\n\n${SENTENCES[(number + 1) % 4]}\n:::\n:::\n`,
];

/** A talk of so many slides, as Markdown. */
export function lecture(slides) {
  const parts = [`---\ntitle: A lecture of ${slides} slides\nspeaker: {name: Ada Muster}\nlang: en\n---\n\n# A lecture of ${slides} slides\n`];
  for (let number = 1; number < slides; number++) {
    parts.push(
      number % 25 === 0
        ? `# Part ${number / 25} {#part-${number}}\n`
        : `## What is written is read, ${number} {#slide-${number}-of-many}\n\n${SENTENCES[number % 4]}\n\n${KINDS[number % KINDS.length](number)}\n<!--\n${SENTENCES[0]}\n-->\n`,
    );
  }
  return parts.join("\n---\n\n");
}

/** Writes the talk into `folder` and returns its path. */
export function writeLecture(folder, slides) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `lecture-${slides}.md`);
  writeFileSync(path, lecture(slides));
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...counts] = process.argv.slice(2);
  for (const count of counts) console.log(writeLecture(folder, Number(count)));
}
