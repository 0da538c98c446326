// The stage's figures, as a table: bytes of script and style, time to the first paint, from key to paint, and what moves
// when a step appears. Sizes and moved boxes fail (exit code 1), times are only printed: they say little on a busy machine.
//
//   node figures.mjs             the decks of target/decks, and two long lectures that are built there
//   node figures.mjs --sizes     the sizes alone
//
// Key to paint is the browser's own trace of each key (`EventLatency`): from the moment when the key reaches the browser's
// process, which is also the keydown's `event.timeStamp`, to the moment when the frame that answers it is presented. The
// waiting for the next of 60 frames a second is part of it, 8 ms on average; 16 ms mean that the next frame always has it.
// Event timing in the page ends at the same moment, but is rounded to 8 ms and tells of nothing that took less than 16.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch, open } from "./harness.mjs";
import { writeLecture } from "./lectures.mjs";
import * as probes from "./probes.mjs";
import { goTo, press } from "./walk.mjs";

// The limits. Decks with clips, and the speaker's own files with notes, carry what these need besides: they may have so much more;
// so may the tour, which has a slide of every layout.
const SCRIPT = 16 * 1024;
const SCRIPT_AND_STYLE = 25 * 1024;
const MEDIA = { script: 650, style: 1200 };
const LAYOUTS = { script: 0, style: 400 };
const NOTES = { script: 0, style: 1000 };

const TARGET = fileURLToPath(new URL("../../target/", import.meta.url));
const DECKS = ["tour", "cs-461-apertus", "fast-weights"].map((name) => join(TARGET, "decks", `${name}.html`));
const PRESENTER = join(TARGET, "decks", "cs-461-apertus.presenter.html");
const KEYS = 120;
const OPENINGS = 5;

/** Builds a lecture of so many slides, unless that is done. */
function lectureDeck(slides) {
  const deckle = join(TARGET, "debug/deckle");
  const deck = join(TARGET, "decks", `lecture-${slides}.html`);
  if (!existsSync(deck) || statSync(deck).mtimeMs < statSync(deckle).mtimeMs) {
    execFileSync(deckle, ["build", writeLecture(join(TARGET, "decks"), slides), "-o", deck], { stdio: ["ignore", "ignore", "inherit"] });
  }
  return deck;
}

/**
 * Bytes after gzip: of the script, of script and style, of each part of the style by itself. What only decks with formulas
 * or clips have (fonts, the sheets `math` and `media`) is no part of `style`. The program writes each sheet as one line.
 */
function sizes(deck) {
  const html = readFileSync(deck, "utf8");
  const packed = (text) => gzipSync(text, { level: 9 }).length;
  const inside = (tag) => [...html.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, "g"))].map(([, text]) => text).join("\n");
  const script = inside("script");
  const style = inside("style");
  // The fonts and their notices are counted apart.
  const rules = style.replace(/@font-face\s*\{[^}]*\}|\/\* Fonts[^]*?\*\//g, "");
  const parts = { runtime: "", theme: "", math: "", media: "" };
  for (const line of rules.split("\n").filter(Boolean)) {
    const [name] = [["theme", "@layer theme{"], ["math", ".katex"], ["media", ".still"]].find(([, sign]) => line.includes(sign)) ?? ["runtime"];
    parts[name] += `${line}\n`;
  }
  if (!parts.theme || !parts.runtime) throw new Error(`${deck}: the sheets do not stand one a line`);
  const own = parts.runtime + parts.theme;
  return {
    script: packed(script),
    style: packed(own),
    parts: Object.fromEntries(Object.entries(parts).filter(([, text]) => text).map(([name, text]) => [name, packed(text)])),
    fonts: (style.match(/@font-face\s*\{[^}]*\}/g) ?? []).join("").length,
  };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const high = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * 0.95)];

async function firstPaints(browser, deck) {
  const times = [];
  for (let count = 0; count < OPENINGS; count++) {
    const { page, close } = await open(browser, deck);
    times.push(await page.evaluate(probes.firstPaint));
    await close();
  }
  return times;
}

async function keysToPaint(browser, deck) {
  const { page, close } = await open(browser, deck, { reducedMotion: "no-preference" });
  await page.waitForTimeout(1000);
  await browser.startTracing(page, { categories: ["input", "benchmark", "cc"] });
  for (let count = 0; count < KEYS; count++) {
    await page.keyboard.press("ArrowRight");
    // Not in step with the frames, like a hand.
    await page.waitForTimeout(60 + ((count * 7) % 40));
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await close();
  const begun = new Map();
  const times = [];
  for (const { name, ph, pid, id, id2, ts, args } of traceEvents.sort((one, other) => one.ts - other.ts)) {
    if (name !== "EventLatency") continue;
    const key = `${pid} ${id2?.local ?? id}`;
    if (ph === "b" && args.event_latency?.event_type === "KEY_PRESSED") begun.set(key, ts);
    if (ph === "e" && begun.has(key)) {
      times.push((ts - begun.get(key)) / 1000);
      begun.delete(key);
    }
  }
  if (times.length < KEYS / 2) throw new Error(`the browser traced only ${times.length} of ${KEYS} keys`);
  return times;
}

/** Goes through the steps of all slides; says which boxes moved at a step, and the sum of the browser's layout shifts. */
async function shifts(browser, deck) {
  const { page, close } = await open(browser, deck);
  await page.waitForTimeout(500);
  await page.evaluate(probes.watchShifts);
  const moved = [];
  let steps = 0;
  let shift = 0;
  for (const slide of await page.evaluate(probes.slides)) {
    if (slide.steps === 0) continue;
    await goTo(page, slide.id, 1);
    await press(page, "ArrowLeft");
    await page.evaluate(probes.movedBoxes, { id: slide.id, first: true });
    await page.evaluate(() => globalThis.takeShifts());
    for (let step = 1; step <= slide.steps; step++) {
      await press(page, "ArrowRight");
      moved.push(...(await page.evaluate(probes.movedBoxes, { id: slide.id, first: false })));
      shift += await page.evaluate(() => globalThis.takeShifts());
      steps++;
    }
  }
  await close();
  return { steps, moved, shift };
}

const bytes = (number, limit) => `${number.toLocaleString("en")} of ${limit.toLocaleString("en")} bytes`;
const ms = (number) => `${Math.round(number)} ms`;
const failures = [];
function row(deck, what, figure, wrong = false) {
  console.log(`${basename(deck, ".html").padEnd(24)} ${what.padEnd(34)} ${figure}${wrong ? "   TOO MUCH" : ""}`);
  if (wrong) failures.push(`${basename(deck)}: ${what}: ${figure}`);
}

const missing = [...DECKS, PRESENTER].filter((deck) => !existsSync(deck));
if (missing.length > 0) throw new Error(`${missing.join(", ")} is not there: \`tests/run decks\` builds it`);

for (const deck of [...DECKS, PRESENTER]) {
  const { script, style, parts, fonts } = sizes(deck);
  const isTour = basename(deck) === "tour.html";
  const more = [parts.media ? MEDIA : null, isTour ? LAYOUTS : null, deck === PRESENTER ? NOTES : null].filter(Boolean);
  const most = more.reduce((sum, one) => sum + one.script, SCRIPT);
  const mostInAll = more.reduce((sum, one) => sum + one.script + one.style, SCRIPT_AND_STYLE);
  row(deck, "JavaScript, gzip", bytes(script, most), script > most);
  row(deck, "JavaScript and CSS, gzip", bytes(script + style, mostInAll), script + style > mostInAll);
  const each = Object.entries(parts).map(([name, size]) => `${name} ${size.toLocaleString("en")}`);
  row(deck, "of it CSS, gzip; each sheet alone", `${style.toLocaleString("en")} bytes; ${each.join(", ")}`);
  row(deck, "fonts, as they stand in the file", `${fonts.toLocaleString("en")} bytes`);
}

if (!process.argv.includes("--sizes")) {
  const browser = await launch();
  try {
    const [long, longest] = [lectureDeck(300), lectureDeck(2000)];
    for (const [deck, wanted] of [...DECKS.map((deck) => [deck, 300]), [long, 300], [longest, 1000]]) {
      const times = await firstPaints(browser, deck);
      row(deck, "first paint, median and fastest", `${ms(median(times))}, ${ms(Math.min(...times))} (wanted: ${wanted} ms)`);
    }
    const times = await keysToPaint(browser, long);
    row(long, "key to paint, median, best, 95 %", `${ms(median(times))}, ${ms(Math.min(...times))}, ${ms(high(times))} (wanted: 16 ms)`);
    for (const deck of DECKS) {
      const { steps, moved, shift } = await shifts(browser, deck);
      row(deck, "moved boxes, layout shift", `${moved.length}, ${shift} in ${steps} steps`, moved.length > 0 || shift > 0);
      failures.push(...moved.slice(0, 20));
    }
  } finally {
    await browser.close();
  }
}

if (failures.length > 0) {
  console.error(`\n${failures.join("\n")}`);
  process.exitCode = 1;
}
