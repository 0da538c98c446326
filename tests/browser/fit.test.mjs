// The estimate of what fits against what a browser measures, on 300 slides around the limit; and what `check --render` says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browserPath, launch, open } from "./harness.mjs";
import { FILES, talk } from "./slides-to-fit.mjs";
import { program } from "./watched.mjs";

const LANGUAGES = ["en", "de", "fr"];
const THEMES = (process.env.THEMES ?? "lectern,seminar,stage,institute").split(",");
const TOO_FULL = ["overflow-estimated", "code-overflow", "table-overflow"];

let folder;
let browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "deckle-fit-"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program; gives its findings. */
function findings(...words) {
  const run = spawnSync(program, [...words, "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, CHROMIUM: browserPath() } });
  assert.ok(run.status === 0 || run.status === 1, `${words.join(" ")}: ${run.status} ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** The lines of a talk that are too full, as its browser sees them. */
async function measured(path, slides) {
  const built = spawnSync(program, ["build", path, "-o", `${path}.html`, "-q"], { encoding: "utf8" });
  assert.ok(built.status === 0, built.stderr);
  const { page, close } = await open(browser, `${path}.html`);
  const full = await page.evaluate(() => {
    globalThis.deckle.stage.fitting.all();
    return globalThis.deckle.stage.slides.filter((slide) => slide.dataset.overflow).map((slide) => slide.id);
  });
  await close();
  return new Set(slides.filter(({ id }) => full.includes(id)).map(({ line }) => line));
}

/** The slide on which a line stands. */
const slideAt = (slides, line) => slides.findLast((slide) => slide.line <= line);

function table(theme, kinds) {
  const all = { slides: 0, full: 0, found: 0, wrong: 0 };
  const share = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : "–").padStart(8);
  const row = (name, { slides, full, found, wrong }) =>
    `${name.padEnd(10)}${[slides, full, found, full - found, wrong].map((number) => String(number).padStart(8)).join("")}${share(found, full)}${share(wrong, slides - full)}`;
  const rows = Object.entries(kinds).map(([kind, counts]) => {
    for (const name of Object.keys(all)) all[name] += counts[name];
    return row(kind, counts);
  });
  const head = `${theme.padEnd(10)}${["slides", "full", "found", "missed", "wrong", "found", "wrong"].map((word) => word.padStart(8)).join("")}`;
  console.log([head, ...rows, row("all", all)].join("\n"));
  return all;
}

for (const theme of THEMES) {
  test(`the estimate agrees with the browser: ${theme}`, async () => {
    const kinds = {};
    for (const language of LANGUAGES) {
      const { text, slides } = talk(language, 100, `theme: ${theme}\naspect: ${process.env.ASPECT ?? "16:9"}\n`, Number(process.env.SEED ?? 1));
      const path = join(folder, `${language}.md`);
      writeFileSync(path, text);
      const truth = await measured(path, slides);
      const named = new Set(findings("check", path).filter(({ code }) => TOO_FULL.includes(code)).map(({ line }) => slideAt(slides, line).line));
      for (const { kind, line } of slides) {
        const counts = (kinds[kind] ??= { slides: 0, full: 0, found: 0, wrong: 0 });
        counts.slides += 1;
        counts.full += Number(truth.has(line));
        counts.found += Number(truth.has(line) && named.has(line));
        counts.wrong += Number(!truth.has(line) && named.has(line));
      }
    }
    const all = table(theme, kinds);
    assert.ok(all.full >= 90 && all.slides - all.full >= 90, "there are enough slides on either side of the limit");
    assert.ok(all.found >= 0.95 * all.full, `${all.full - all.found} of ${all.full} slides that do not fit are not found`);
    assert.ok(all.wrong <= 0.05 * (all.slides - all.full), `${all.wrong} of ${all.slides - all.full} slides that fit are named`);
  });
}

test("--render finds the same slides as the page itself, with their places, in place of the estimates", async () => {
  const { text, slides } = talk("en", 40);
  const path = join(folder, "render.md");
  writeFileSync(path, text);
  const truth = await measured(path, slides);
  const found = findings("check", path, "--render");
  const named = new Set(found.filter(({ code }) => code === "overflow").map(({ line }) => slideAt(slides, line).line));
  assert.deepEqual([...named].sort(), [...truth].sort());
  assert.ok(!found.some(({ code }) => TOO_FULL.includes(code)));
  const list = found.find(({ message, code }) => code === "overflow" && message.includes("#list-"));
  assert.match(list.message, /\d+ lines? too tall at 24 px/);
  assert.match(list.hint, /before item \d+/);
  assert.match(text.split("\n")[list.line - 1], /^(- |\d+\.)/);
});

test("without a browser --render says what to do, and what is split fits", async () => {
  const path = join(folder, "split.md");
  writeFileSync(path, talk("de", 40, "auto-split: true\n").text);
  const run = spawnSync(program, ["check", path, "--render"], { encoding: "utf8", env: { ...process.env, CHROMIUM: "/nowhere/chromium" } });
  assert.equal(run.status, 2);
  assert.match(run.stderr, /error\[browser-missing\][\s\S]*CHROMIUM/);
  const found = findings("check", path, "--render").filter(({ code }) => code === "overflow");
  // What has parts fits now, in its height; a long line is not broken, and columns and boxes are not taken apart.
  assert.deepEqual(found.map(({ message }) => message).filter((message) => /#(list|nested|table|code)-.*too tall/.test(message)), []);
});
