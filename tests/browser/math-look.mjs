// Does a formula look the same with our stylesheet (assets/page/math.css) as with KaTeX's own? Draws every formula of
// formulas.txt with KaTeX's stylesheet, with ours, and with ours on a slide of our theme, with the same font files, and
// compares the pixels.
//
//   node math-look.mjs             a table of all formulas; exit code 1 when any of them differs
//   node math-look.mjs --rules     leaves out each rule of ours in turn: which formulas notice? (slow)
//   node math-look.mjs --keep DIR  writes the sheets as PNG files too
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import katex from "katex";
import { launch } from "./harness.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const KATEX = join(HERE, "node_modules/katex/dist");
const CELL = { width: 760, height: 240 };
const COLUMNS = 2;
const ROWS = 16; // 16 × 240 px at double density stay below the largest picture that Chromium takes

const SIZES = ["tiny", "sixptsize", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge"];

/** The formulas of formulas.txt and every pair of two sizes: [{ group, tex, kind }]. */
function formulas() {
  const list = [];
  let group = "";
  for (const line of readFileSync(join(HERE, "formulas.txt"), "utf8").split("\n")) {
    const [, kind = "display", tex] = /^(?:(inline|narrow|leqno|fleqn): )?(.*)$/.exec(line);
    if (line.startsWith("## ")) group = line.slice(3);
    else if (tex !== "" && !line.startsWith("#")) list.push({ group, tex, kind });
  }
  for (const around of SIZES) {
    const tex = `\\${around} x ${SIZES.map((size) => `{\\${size} x}`).join(" ")}`;
    list.push({ group: "pairs of sizes", tex, kind: "display" });
  }
  return list;
}

function cell({ tex, kind }, index) {
  const inText = kind === "inline" || kind === "narrow";
  const options = { displayMode: !inText, throwOnError: true, strict: "ignore", leqno: kind === "leqno", fleqn: kind === "fleqn" };
  const html = katex.renderToString(tex, options);
  const row = Math.floor((index % (COLUMNS * ROWS)) / COLUMNS);
  const left = (index % COLUMNS) * CELL.width;
  const place = `left:${left}px;top:${row * CELL.height}px`;
  const content = inText ? `<p>We see that ${html} holds for all.</p>` : `<div class="math display">${html}</div>`;
  const slide = `<section class="slide"><div class="canvas"><div class="body">${content}</div></div></section>`;
  return `<div class="cell ${kind}" style="${place}">${slide}</div>`;
}

// What a theme may well change around a formula is the same for all; what is inside one, and what it inherits otherwise,
// is what is compared.
const SCENE = `
  html { background: white; color: black; }
  body { margin: 0; font: 20px/1.4 KaTeX_SansSerif; color: black; background: white; }
  .slide, .canvas, .body, .math, p { all: unset; display: block; }
  .slide { counter-reset: katexEqnNo mmlEqnNo equation equation-mathml; }
  p { margin: 20px 0; }
  .body::before, .body::after { content: none !important; }
  .cell { position: absolute; width: ${CELL.width}px; height: ${CELL.height}px; overflow: hidden; contain: layout paint; }
  .narrow p { width: 300px; }`;

/** KaTeX's stylesheet in two parts: its @font-face rules with the fonts put in, and all else. */
function katexStyles() {
  const css = readFileSync(join(KATEX, "katex.css"), "utf8");
  const faces = css.match(/@font-face\s*\{[^}]*\}/g).map((face) =>
    face.replace(/src:[^;}]*/, (source) => {
      const file = /url\(["']?(fonts\/[^"')]+\.woff2)/.exec(source)[1];
      const font = readFileSync(join(KATEX, file)).toString("base64");
      return `src: url(data:font/woff2;base64,${font}) format("woff2")`;
    }),
  );
  return { faces: faces.join("\n"), rules: css.replace(/@font-face\s*\{[^}]*\}/g, "") };
}

/** A page that shows one sheet of cells after the other, with one stylesheet. */
class Stage {
  static async open(browser, faces) {
    const stage = new Stage();
    const size = { width: CELL.width * COLUMNS, height: CELL.height * ROWS };
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 2 });
    stage.page = await context.newPage();
    const style = `<style>${faces}</style><style>${SCENE}</style><style id="rules"></style>`;
    await stage.page.setContent(`<!doctype html><html><head><meta charset="utf-8">${style}</head><body></body></html>`);
    await stage.page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())));
    return stage;
  }

  async rules(css) {
    await this.page.evaluate((text) => (document.querySelector("#rules").textContent = text), css);
  }

  async show(html) {
    await this.page.evaluate((text) => (document.body.innerHTML = text), html);
    await this.page.evaluate(() => document.fonts.ready.then(() => true));
  }

  picture(clip) {
    return this.page.screenshot({ clip, animations: "disabled" });
  }

  cell(index) {
    const place = index % (COLUMNS * ROWS);
    const x = (place % COLUMNS) * CELL.width;
    return this.picture({ x, y: Math.floor(place / COLUMNS) * CELL.height, ...CELL });
  }

  /** Cells whose formula draws nothing, or does not fit: the comparison would not see all of it. */
  unfit() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll(".cell")].flatMap((cell, index) => {
        const box = cell.getBoundingClientRect();
        const bases = [...cell.querySelectorAll(".katex-html .base")].map((base) => base.getBoundingClientRect());
        const fits = bases.every((base) => base.right <= box.right && base.bottom <= box.bottom && base.left >= box.left && base.top >= box.top);
        return bases.length > 0 && fits ? [] : [index];
      }),
    );
  }
}

function sheets(list) {
  const size = COLUMNS * ROWS;
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, number) => list.slice(number * size, (number + 1) * size).map(cell).join("\n"));
}

async function compare(stages, list, keep) {
  const verdicts = [];
  for (const [number, html] of sheets(list).entries()) {
    for (const stage of stages) await stage.show(html);
    const sheets = [];
    for (const stage of stages) sheets.push(await stage.picture());
    for (const [index, png] of keep ? sheets.entries() : []) {
      mkdirSync(keep, { recursive: true });
      writeFileSync(join(keep, `${number}-${["katex", "deckle", "slide"][index]}.png`), png);
    }
    const unfit = await stages[0].unfit();
    const first = number * COLUMNS * ROWS;
    for (let index = 0; index < Math.min(COLUMNS * ROWS, list.length - first); index++) {
      const differing = [];
      for (const [other, name] of [[1, "differs"], [2, "differs on a slide"]]) {
        if (!stages[other] || sheets[0].equals(sheets[other])) continue;
        if (!(await stages[0].cell(index)).equals(await stages[other].cell(index))) differing.push(name);
      }
      verdicts.push(differing[0] ?? (unfit.includes(index) ? "does not fit its cell" : "same"));
    }
  }
  return verdicts;
}

/** The rules of a stylesheet, comments taken out. */
function rulesOf(css) {
  return css.replace(/\/\*[^]*?\*\//g, "").match(/[^{}]+\{[^}]*\}/g).map((rule) => rule.trim());
}

async function eachRule(stages, list, css) {
  const rules = rulesOf(css);
  let silent = 0;
  for (const [left, rule] of rules.entries()) {
    await stages[1].rules(rules.filter((_, index) => index !== left).join("\n"));
    const verdicts = await compare(stages, list);
    const noticed = verdicts.filter((verdict) => verdict === "differs").length;
    if (noticed === 0) silent += 1;
    console.log(`${String(noticed).padStart(5)}  ${rule.replace(/\s+/g, " ").slice(0, 120)}`);
  }
  console.log(`${rules.length} rules, ${silent} of them that no formula misses`);
}

function table(list, verdicts) {
  for (const [index, { group, tex, kind }] of list.entries()) {
    const shown = tex.length > 70 ? `${tex.slice(0, 69)}…` : tex;
    console.log(`${String(index + 1).padStart(4)}  ${verdicts[index].padEnd(8)} ${group.padEnd(24)} ${kind.padEnd(8)} ${shown}`);
  }
  const same = verdicts.filter((verdict) => verdict === "same").length;
  console.log(`${same} of ${list.length} formulas look the same, to the pixel`);
  return same === list.length;
}

const read = (name) => readFileSync(join(HERE, "../../assets", name), "utf8");
const css = read("page/math.css");
const list = formulas();
const browser = await launch();
try {
  const styles = katexStyles();
  const stages = [];
  for (const rules of [styles.rules, css, [read("page/frame.css"), read("../themes/lectern/theme.css"), css].join("\n")]) {
    stages.push(await Stage.open(browser, styles.faces));
    await stages.at(-1).rules(rules);
  }
  if (process.argv.includes("--rules")) await eachRule(stages.slice(0, 2), list, css);
  else {
    const at = process.argv.indexOf("--keep");
    const verdicts = await compare(stages, list, at > 0 ? process.argv[at + 1] : undefined);
    process.exitCode = table(list, verdicts) ? 0 : 1;
  }
} finally {
  await browser.close();
}
