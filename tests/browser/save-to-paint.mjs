// How long from a save to the painted slide, in Chromium: edits of the slide that is shown, every other one an atomic rename.
// Prints a table; judges nothing but that no edit is lost and nothing is loaded anew.
//
//   cargo bench --bench build -- write=FOLDER 100 1000     writes the lectures
//   DECKLE=target/release/deckle node tests/browser/save-to-paint.mjs FOLDER/full-100/talk.md [FOLDER/full-1000/talk.md …]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { launch } from "./harness.mjs";
import { replace, until, watch } from "./watched.mjs";

const EDITS = Number(process.env.EDITS || 50);

/** Marks the moment after the frame in which the words stand on the slide that is shown. */
function waitForPaint(words) {
  return new Promise((done) => {
    const deck = document.querySelector(".deck");
    const look = () => {
      const slide = globalThis.deckle.stage.slides[globalThis.deckle.stage.shown.slide];
      if (!slide.textContent.includes(words)) return false;
      observer.disconnect();
      // The frame that paints it has begun; a message is handled when it is done.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.timeOrigin + performance.now());
        port2.postMessage(0);
      });
      return true;
    };
    const observer = new MutationObserver(look);
    observer.observe(deck, { childList: true, subtree: true, characterData: true });
    look();
  });
}

async function measure(browser, given) {
  const folder = mkdtempSync(join(tmpdir(), "save-to-paint-"));
  cpSync(dirname(given), folder, { recursive: true });
  const talk = join(folder, basename(given));
  const original = readFileSync(talk, "utf8");
  const watched = await watch(talk);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  await page.goto(watched.address);
  await page.evaluate(() => {
    globalThis.unchanged = true;
    return document.fonts.ready.then(() => true);
  });
  const slides = await page.evaluate(() => globalThis.deckle.stage.slides.length);
  // A slide in the middle with a paragraph of its own.
  const headings = [...original.matchAll(/^## (.*), (\d+) \{#(slide-\d+-a)/gm)];
  const [, , number, id] = headings[Math.floor(headings.length / 2)];
  await page.evaluate((id) => (location.hash = "#" + id), id);
  await until(() => page.evaluate((id) => globalThis.deckle.stage.slides[globalThis.deckle.stage.shown.slide].id === id, id));
  // Everything is fitted and idle before the first edit.
  await new Promise((done) => setTimeout(done, 3000));
  const at = original.indexOf("\n\n", original.indexOf(`#slide-${number}-a`)) + 2;
  const rows = [];
  for (const [kind, text] of [
    ["one slide", (edit) => `Edit ${edit} is here. `],
    ["new formula", (edit) => `Edit ${edit} is here, with $z_{${edit}${Date.now() % 1e6}} = ${edit}$. `],
  ]) {
    const times = [];
    for (let edit = 1; edit <= EDITS; edit += 1) {
      const words = `Edit ${edit} is here`;
      const painted = page.evaluate(waitForPaint, words);
      await new Promise((done) => setTimeout(done, 150 + (edit * 37) % 100));
      const begun = performance.timeOrigin + performance.now();
      const whole = original.slice(0, at) + text(edit) + original.slice(at);
      if (edit % 2) replace(talk, whole);
      else writeFileSync(talk, whole);
      times.push((await painted) - begun);
    }
    times.sort((one, other) => one - other);
    rows.push([`${slides} slides, ${kind}`, times]);
    writeFileSync(talk, original);
    await new Promise((done) => setTimeout(done, 800));
  }
  if (!(await page.evaluate(() => globalThis.unchanged))) throw new Error("the page was loaded anew");
  const took = watched.said.match(/rebuilt in (\d+) ms/g)?.map((words) => Number(words.match(/\d+/)[0])) ?? [];
  took.sort((one, other) => one - other);
  await watched.stop();
  rmSync(folder, { recursive: true });
  for (const [name, times] of rows) {
    const ms = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1).padStart(8);
    console.log(`${name.padEnd(28)} ${String(times.length).padStart(5)} ${ms(0.5)} ${ms(0.95)} ${ms(1)}`);
  }
  console.log(`${"  of which building, median".padEnd(34)} ${String(took[took.length >> 1]).padStart(8)}`);
}

const browser = await launch();
console.log(`${"ms from save to paint".padEnd(28)} edits   median      p95      max`);
try {
  for (const talk of process.argv.slice(2)) await measure(browser, talk);
} finally {
  await browser.close();
}
