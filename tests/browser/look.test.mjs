// How slides stand, in every theme and shape: titles on one line, nothing cut, nothing over anything else, nothing too much.
//
//   node --test look.test.mjs                       the decks that `tests/run decks` builds
//   DECKLE_LOOK=DIR node --test look.test.mjs       every deck (*.html) in a folder
//
// A deck is loaded once, as its pages for paper: all slides at their last step, laid out as on the screen.
// Manual pages: tests/spec/layouts.md, tests/spec/fit.md.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./harness.mjs";
import { misplaced } from "./probes.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/", import.meta.url));
const OWN = ["tour", "cs-461-apertus", "fast-weights"].map((name) => join(BUILT, `${name}.html`));

/** The decks to look at. */
function decks() {
  const folder = process.env.DECKLE_LOOK;
  if (!folder) return OWN;
  return readdirSync(folder).filter((name) => name.endsWith(".html")).sort().map((name) => join(folder, name));
}

/** Runs in the page: where titles of content slides begin, and slides that are too full. */
function titlesAndRoom() {
  // The title of these stands where its layout wants it.
  const apart = ["title", "section", "statement", "big-number", "questions", "image-full"].map((name) => `layout-${name}`);
  const found = [];
  const slides = [...document.querySelectorAll("section.slide")];
  for (const slide of slides) {
    const canvas = slide.querySelector(".canvas");
    const { top, width } = canvas.getBoundingClientRect();
    const title = slide.querySelector(".head > .title");
    const begins = title ? (title.getBoundingClientRect().top - top) * (canvas.offsetWidth / width) : 52;
    const isApart = apart.some((name) => slide.classList.contains(name));
    if (!isApart && Math.abs(begins - 52) > 1) found.push(`${slide.id}: the title begins at ${begins.toFixed(1)} px instead of 52`);
    if (slide.dataset.overflow) found.push(`${slide.id}: ${slide.dataset.overflow} px too much`);
  }
  return { found, ids: slides.map(({ id }) => id) };
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("the look", () => {
  for (const deck of decks()) {
    test(`of ${basename(deck)}`, async () => {
      assert.ok(existsSync(deck), `${deck} is not there: \`tests/run decks\` builds it`);
      const { page, close } = await open(browser, deck, { hash: "?print" });
      await page.waitForFunction(() => document.documentElement.dataset.pages);
      const { found, ids } = await page.evaluate(titlesAndRoom);
      assert.ok(ids.length > 0, "no slides");
      found.push(...(await page.evaluate(`${JSON.stringify(ids)}.flatMap(${misplaced})`)));
      await close();
      assert.ok(found.length === 0, `\n${found.join("\n")}`);
    });
  }
});
