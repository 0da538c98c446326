// Pages for paper, and a deck inside another page. Manual: tests/spec/stage.md
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, open } from "./harness.mjs";
import * as probes from "./probes.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/", import.meta.url));
const A4 = [595, 842];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Prints a deck as `?print…` asks: the number of pages, the first one's size in points, what the window showed. */
async function printed(name, query, look = () => null) {
  const { page, close } = await open(browser, join(BUILT, name), { hash: query });
  await page.waitForFunction(() => document.documentElement.dataset.pages);
  const shown = await page.evaluate(look);
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  await close();
  const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf);
  return { pages: pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, size: [Math.round(width), Math.round(height)], shown };
}

for (const name of ["tour", "cs-461-apertus"]) {
  describe(`${name} on paper`, () => {
    let slides = [];
    before(async () => {
      const { page, close } = await open(browser, join(BUILT, `${name}.html`));
      slides = await page.evaluate(probes.slides);
      await close();
    });

    test("one slide a page", async () => {
      assert.deepEqual(await printed(`${name}.html`, "?print"), { pages: slides.length, size: [960, 540], shown: null });
    });

    test("one step a page, each with what is seen at that step", async () => {
      const off = () => [...document.querySelectorAll(".slide")].map((slide) => slide.querySelectorAll("[data-off]").length);
      const { pages, shown } = await printed(`${name}.html`, "?print=steps", off);
      assert.equal(pages, slides.reduce((sum, { steps }) => sum + steps + 1, 0));
      assert.ok(shown.filter((count) => count > 0).length > 5, "early steps hide something");
    });

    test("three slides a sheet of A4", async () => {
      assert.deepEqual(await printed(`${name}.html`, "?print=3up"), { pages: Math.ceil(slides.length / 3), size: A4, shown: null });
    });

    test("a slide with its notes on a sheet of A4, none cut; lines where there are no notes", async () => {
      const cut = () => [...document.querySelectorAll(".print-notes")].filter((box) => box.scrollHeight > box.clientHeight + 1).length;
      assert.deepEqual(await printed(`${name}.notes.html`, "?print=notes", cut), { pages: slides.length, size: A4, shown: 0 });
      const words = () => document.querySelectorAll(".print-notes:not(:empty)").length;
      const { pages, shown } = await printed(`${name}.html`, "?print=notes", words);
      assert.deepEqual([pages, shown], [slides.length, 0]);
    });
  });
}

test("inside another page the deck says where it is, takes orders, and leaves the page's keys and history alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "deckle-embed-"));
  const deck = pathToFileURL(join(BUILT, "tour.html")).href;
  writeFileSync(
    join(folder, "host.html"),
    `<!doctype html><title>host</title><script>const heard = []; addEventListener("message", (event) => heard.push(event.data));</script>
     <iframe src="${deck}?embed" width="640" height="360"></iframe>`,
  );
  const page = await (await browser.newContext()).newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(pathToFileURL(join(folder, "host.html")).href);
  const frame = page.frames()[1];
  const heard = () => page.evaluate(() => heard.filter(({ deckle }) => deckle === "slide"));
  await page.waitForFunction(() => heard.length > 0);
  const [first] = await heard();
  assert.deepEqual([first.number, first.step], ["1", 0]);
  const entries = await page.evaluate(() => history.length);
  await page.evaluate(() => frames[0].postMessage({ deckle: "go", to: "#3" }, "*"));
  await page.waitForFunction(() => heard.at(-1).number === "3");
  await frame.locator("body").press("Home");
  for (const key of ["f", "b", "o", "s", "PageDown", " ", "3", "F5"]) await frame.evaluate((key) => dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })), key);
  assert.equal(await frame.evaluate(() => dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", cancelable: true }))), true, "nobody takes the key");
  assert.equal((await heard()).at(-1).number, "3", "no key but the arrows");
  await frame.locator("nav button").last().click();
  await page.waitForFunction(() => heard.at(-1).number === "4" || heard.at(-1).step > 0);
  assert.equal(await page.evaluate(() => history.length), entries);
  assert.equal(page.context().pages().length, 1);
  await page.screenshot({ path: join(folder, "host.png") });
  assert.deepEqual(problems, []);
  await page.context().close();
});
