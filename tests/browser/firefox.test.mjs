// The decks in Firefox: what a speaker does on every slide, with the keys that clickers send. The long list of checks runs
// in Chromium (deck.test.mjs); here is what browsers do differently. Manual: tests/spec/stage.md.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { launchFirefox, openInFirefox } from "./firefox.mjs";
import * as probes from "./probes.mjs";
import { address, press, settled } from "./walk.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/", import.meta.url));
const DECKS = process.env.DECKLE_DECKS?.split(":") ?? ["tour", "cs-461-apertus"].map((name) => join(BUILT, `${name}.html`));

let browser;
before(async () => {
  browser = await launchFirefox();
});
after(() => browser?.close());

async function visit(deck, options, use) {
  const { page, close } = await openInFirefox(browser, deck, options);
  const result = await use(page);
  await close();
  return result;
}

function none(found) {
  assert.ok(found.length === 0, `\n${found.join("\n")}`);
}

test("the watch sees requests, errors on the console and errors of the page", async () => {
  const folder = mkdtempSync(join(tmpdir(), "deckle-watch-"));
  const server = createServer((_, response) => response.end());
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const outside = `http://127.0.0.1:${server.address().port}/picture.png`;
  const path = join(folder, "page.html");
  writeFileSync(path, `<!doctype html><img src="${outside}"><script>console.error("said"); setTimeout(() => { throw new Error("thrown"); })</script>`);
  const { page, problems, close } = await openInFirefox(browser, path);
  await settled(page);
  await assert.rejects(close);
  server.close();
  rmSync(folder, { recursive: true });
  for (const wanted of [`request: ${outside}`, "console: said", /error: .*thrown/]) {
    assert.ok(problems.some((problem) => (wanted.test ? wanted.test(problem) : problem === wanted)), `${wanted} is not among: ${problems.join(", ")}`);
  }
});

for (const deck of DECKS) {
  describe(`${basename(deck)} in Firefox`, () => {
    let slides = [];
    before(async () => {
      assert.ok(existsSync(deck), `${deck} is not there: \`tests/run decks\` builds it`);
      slides = await visit(deck, {}, (page) => page.evaluate(probes.slides));
      assert.ok(slides.length > 0, "no slides");
    });

    test("the right arrow shows every step of every slide, the left arrow goes the same way back", () =>
      visit(deck, {}, async (page) => {
        const wanted = slides.flatMap(({ id, steps }) => Array.from({ length: steps + 1 }, (_, step) => ({ id, step, at: address(id, step) })));
        const wrong = await page.evaluate(probes.wrongAtStep, 0);
        for (const { id, step, at } of wanted.slice(1)) {
          assert.deepEqual(await press(page, "ArrowRight"), { seen: [id], hash: at });
          if (step > 0) wrong.push(...(await page.evaluate(probes.wrongAtStep, step)));
        }
        // The last twenty steps back: each must be the picture that it was on the way there.
        for (const { id, step, at } of wanted.slice(-21, -1).reverse()) {
          assert.deepEqual(await press(page, "ArrowLeft"), { seen: [id], hash: at });
          wrong.push(...(await page.evaluate(probes.wrongAtStep, step)));
        }
        none(wrong);
      }));

    test("clicker keys, whole slides, first and last, black", () =>
      visit(deck, {}, async (page) => {
        const [first, second] = slides;
        const last = slides.at(-1);
        const at = async (key) => (await press(page, key)).hash;
        const start = await page.evaluate(probes.position);
        assert.equal(await at("End"), address(last.id, last.steps));
        assert.equal(await at("Home"), address(first.id, 0));
        assert.equal(await at("Shift+ArrowRight"), address(second.id, 0));
        assert.deepEqual((await press(page, "Shift+ArrowLeft")).seen, start.seen);
        for (const key of ["PageDown", "Space", "ArrowDown", "n"]) {
          const before = (await page.evaluate(probes.position)).hash;
          assert.notEqual(await at(key), before, `${key} moves on`);
        }
        const here = await at("PageUp");
        assert.equal(await at("."), here, "`.` makes the screen black");
        assert.equal(await at("PageDown"), here, "the key that wakes does not move");
        assert.notEqual(await at("PageDown"), here, "the next one does");
      }));

    test("F5 never reloads, Escape never leaves", () =>
      visit(deck, {}, async (page) => {
        await page.evaluate(() => (globalThis.untouched = true));
        const here = await press(page, "PageDown");
        for (const key of ["F5", "Escape", "F5", "Escape"]) assert.deepEqual(await press(page, key), here, key);
        assert.equal(await page.evaluate(() => globalThis.untouched), true, "the page was loaded again");
      }));

    test("a link opens a slide at a step and a reload stays there", async () => {
      const stepped = slides.find(({ steps }) => steps > 0) ?? slides[1];
      const place = address(stepped.id, stepped.steps);
      await visit(deck, { hash: place }, async (page) => {
        assert.deepEqual((await page.evaluate(probes.position)).seen, [stepped.id]);
        none(await page.evaluate(probes.wrongAtStep, stepped.steps));
        await page.reload();
        await settled(page);
        assert.deepEqual(await page.evaluate(probes.position), { seen: [stepped.id], hash: place });
      });
    });

    test("P opens the speaker's window; either window leads, and a reload of either comes back to the place", () =>
      visit(deck, {}, async (stage) => {
        const presenter = await stage.popup(() => stage.keyboard.press("p"));
        const place = (page) => page.evaluate(() => JSON.stringify(globalThis.deckle?.session().at));
        // Not by frames: Firefox draws the window behind once in a while only.
        const together = async (what, moved = () => true) => {
          const same = async () => (await place(stage)) === (await place(presenter)) && moved(await place(stage));
          for (let tries = 0; tries < 100 && !(await same()); tries++) await sleep(20);
          assert.equal(await place(presenter), await place(stage), what);
          return place(stage);
        };
        let at = await together("at the start");
        const move = async (page, key) => {
          await page.keyboard.press(key);
          const to = await together(`after ${key}`, (place) => place !== at);
          assert.notEqual(to, at, `${key} moves`);
          at = to;
        };
        for (const [page, key] of [[stage, "PageDown"], [presenter, "PageDown"], [presenter, "End"], [stage, "PageUp"], [presenter, "Home"], [stage, "Shift+ArrowRight"]]) {
          await move(page, key);
        }
        for (const page of [presenter, stage]) {
          await page.reload();
          assert.equal(await together("after a reload"), at);
        }
        await move(presenter, "PageDown");
      }));

    for (const [name, options, key] of [["with R", {}, "r"], ["on a phone", { width: 500, height: 900 }, null]]) {
      test(`the reader view shows all text ${name}`, () =>
        visit(deck, options, async (page) => {
          if (key) await press(page, key);
          assert.equal(await page.evaluate(() => document.documentElement.classList.contains("present")), false);
          const { hidden, tooWide } = await page.evaluate(probes.unreadable);
          none(hidden);
          assert.ok(tooWide <= 0, `the page is ${tooWide} px too wide`);
        }));
    }
  });
}
