// How slides stand, in every theme and shape: titles on one line, nothing cut, nothing over anything else, nothing too much; the same in
// light and dark; every text with the contrast that reading takes.
//
//   node --test look.test.mjs                       the decks that `tests/run decks` builds into target/look
//   DECKLE_LOOK=DIR node --test look.test.mjs       every deck (*.html) in a folder
//
// A deck is loaded once, as its pages for paper: all slides at their last step, laid out as on the screen.
// Manual pages: tests/spec/layouts.md, tests/spec/fit.md.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { lowContrast } from "./contrast.mjs";
import { launch, open } from "./harness.mjs";
import { misplaced } from "./probes.mjs";

const BUILT = fileURLToPath(new URL("../../target/look/", import.meta.url));
/** The least contrast of text, and what is asked of the colours for high contrast. */
const CONTRAST = { light: 4.5, dark: 4.5, contrast: 7 };

/** The decks to look at. */
function decks() {
  const folder = process.env.DECKLE_LOOK ?? BUILT;
  if (!existsSync(folder)) throw new Error(`${folder} is not there: \`tests/run decks\` builds it`);
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

/** Runs in the page: where every element stands, in one text. */
function places() {
  const canvases = [...document.querySelectorAll(".slide .canvas, .slide .canvas *")];
  return canvases.map((element) => Object.values(element.getBoundingClientRect().toJSON()).join(" ")).join("\n");
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("the look", () => {
  test("has decks in four themes and three shapes", () => {
    if (!process.env.DECKLE_LOOK) assert.equal(decks().length, 3 * 4 * 3);
  });
  for (const deck of decks()) {
    test(`of ${basename(deck)}`, async () => {
      const { page, close } = await open(browser, deck, { hash: "?print" });
      await page.waitForFunction(() => document.documentElement.dataset.pages);
      const { found, ids } = await page.evaluate(titlesAndRoom);
      assert.ok(ids.length > 0, "no slides");
      found.push(...(await page.evaluate(`${JSON.stringify(ids)}.flatMap(${misplaced})`)));
      const stand = [];
      for (const [color, least] of Object.entries(CONTRAST)) {
        await page.evaluate((name) => (document.documentElement.dataset.color = name), color);
        if (color !== "contrast") stand.push(await page.evaluate(places));
        // Colours are the same in every shape.
        if (deck.endsWith(".16x9.html")) found.push(...(await page.evaluate(lowContrast, least)).map((line) => `${color}: ${line}`));
      }
      if (stand[0] !== stand[1]) found.push("light and dark do not stand alike");
      await close();
      assert.ok(found.length === 0, `\n${found.join("\n")}`);
    });
  }
});
