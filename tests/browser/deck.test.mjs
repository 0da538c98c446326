// What every deck does in the browser, run on the decks that `tests/run` builds (or on those named in $DECKLE_DECKS,
// separated by colons). Manual: tests/spec/stage.md.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { launch, open } from "./harness.mjs";
import * as probes from "./probes.mjs";
import { address, goTo, onlyColour, press, settled } from "./walk.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/", import.meta.url));
const DECKS = process.env.DECKLE_DECKS?.split(":") ?? ["tour", "cs-461-apertus", "fast-weights"].map((name) => join(BUILT, `${name}.html`));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a deck, hands it to `use`, closes it; any request or error on the way fails the test. */
async function visit(deck, options, use) {
  const { page, close } = await open(browser, deck, options);
  const result = await use(page);
  await close();
  return result;
}

/** Fails with the list itself, a line each, unless it is empty. */
function none(found) {
  assert.ok(found.length === 0, `\n${found.join("\n")}`);
}

/** Every (slide, step) in order, as addresses. */
function path(slides) {
  return slides.flatMap(({ id, steps }) => Array.from({ length: steps + 1 }, (_, step) => address(id, step)));
}

for (const deck of DECKS) {
  describe(basename(deck), () => {
    let slides = [];
    before(async () => {
      assert.ok(existsSync(deck), `${deck} is not there: \`tests/run decks\` builds it`);
      slides = await visit(deck, {}, (page) => page.evaluate(probes.slides));
      assert.ok(slides.length > 0, "no slides");
    });

    test("the right arrow shows every step of every slide, the left arrow goes the same way back", () =>
      visit(deck, {}, async (page) => {
        const wanted = path(slides);
        const wrong = await page.evaluate(probes.wrongAtStep, 0);
        const there = [(await page.evaluate(probes.position)).seen[0]];
        for (const next of wanted.slice(1)) {
          const { seen, hash } = await press(page, "ArrowRight");
          there.push(hash);
          assert.deepEqual(seen, [next.slice(1).replace(/\.\d+$/, "")], `at ${next}`);
          wrong.push(...(await page.evaluate(probes.wrongAtStep, Number(/\.(\d+)$/.exec(next)?.[1] ?? 0))));
        }
        assert.deepEqual(there, [slides[0].id, ...wanted.slice(1)]);
        const back = [];
        for (let count = wanted.length - 1; count > 0; count--) back.push((await press(page, "ArrowLeft")).hash);
        assert.deepEqual(back, wanted.slice(0, -1).reverse());
        none(wrong);
      }));

    test("clicker keys, whole slides, first and last", () =>
      visit(deck, {}, async (page) => {
        const [first, second] = slides;
        const last = slides.at(-1);
        const at = async (key) => (await press(page, key)).hash;
        assert.equal(await at("End"), address(last.id, last.steps));
        assert.equal(await at("Home"), address(first.id, 0));
        assert.equal(await at("Shift+ArrowRight"), address(second.id, 0));
        assert.deepEqual((await press(page, "Shift+ArrowLeft")).seen, [first.id]);
        await press(page, "Home");
        for (const key of ["PageDown", "Space", "ArrowDown", "n"]) {
          const before = (await page.evaluate(probes.position)).hash;
          assert.notEqual(await at(key), before, `${key} moves on`);
        }
        for (const key of ["PageUp", "Backspace", "ArrowUp"]) {
          const before = (await page.evaluate(probes.position)).hash;
          assert.notEqual(await at(key), before, `${key} moves back`);
        }
      }));

    test("a link opens a slide by id, by id and step, and by number; a reload stays there", async () => {
      const stepped = slides.find(({ steps }) => steps > 0) ?? slides[1];
      const place = address(stepped.id, stepped.steps);
      await visit(deck, { hash: place }, async (page) => {
        assert.deepEqual((await page.evaluate(probes.position)).seen, [stepped.id]);
        none(await page.evaluate(probes.wrongAtStep, stepped.steps));
        await page.reload();
        await settled(page);
        assert.deepEqual(await page.evaluate(probes.position), { seen: [stepped.id], hash: place });
      });
      await visit(deck, { hash: "#2" }, async (page) => {
        assert.deepEqual((await page.evaluate(probes.position)).seen, [slides.find(({ number }) => number === "2").id]);
      });
    });

    test("B makes the screen black and W white; the next key only wakes it", () =>
      visit(deck, {}, async (page) => {
        const { hash } = await press(page, "End");
        for (const [key, colour] of [["b", "#000000"], [".", "#000000"], ["w", "#ffffff"], [",", "#ffffff"]]) {
          await press(page, key);
          assert.equal(await onlyColour(page), colour, key);
          assert.equal((await press(page, "ArrowLeft")).hash, hash, "the waking key does not move");
          assert.equal(await onlyColour(page), null, "awake again");
        }
      }));

    test("printing gives one page a slide", () =>
      visit(deck, {}, async (page) => {
        const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
        assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, slides.length);
        const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf);
        assert.ok([540, 600].includes(Math.round(height)) && Number(width) >= 720, `a page measures ${width} × ${height} pt`);
      }));

    for (const [name, options] of [
      ["without JavaScript", { javaScript: false }],
      ["without JavaScript, on a phone", { javaScript: false, width: 390, height: 844 }],
      ["on a phone", { width: 390, height: 844 }],
    ]) {
      test(`the reader view shows all text ${name}`, () =>
        visit(deck, options, async (page) => {
          assert.equal(await page.evaluate(() => document.documentElement.classList.contains("present")), false);
          const { hidden, tooWide } = await page.evaluate(probes.unreadable);
          none(hidden);
          assert.ok(tooWide <= 0, `the page is ${tooWide} px too wide`);
        }));
    }

    test("R goes to the reader view and back", () =>
      visit(deck, {}, async (page) => {
        const presenting = () => page.evaluate(() => document.documentElement.classList.contains("present"));
        assert.equal(await presenting(), true);
        await press(page, "r");
        assert.equal(await presenting(), false);
        none((await page.evaluate(probes.unreadable)).hidden);
        await press(page, "r");
        assert.equal(await presenting(), true);
      }));

    for (const dark of [false, true]) {
      test(`nothing is cut, overlaps or leaves its slide in ${dark ? "dark" : "light"}`, () =>
        visit(deck, { dark }, async (page) => {
          const found = [];
          for (const { id, steps } of slides) {
            await goTo(page, id, steps);
            found.push(...(await page.evaluate(probes.misplaced, id)));
          }
          none(found);
        }));
    }

    test("nothing foreign runs and nothing is fetched, whatever is put into the page", async () => {
      const asked = [];
      const server = createServer((request, response) => response.end(asked.push(request.url) && ""));
      await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
      const { page } = await open(browser, deck, { online: true });
      const { through, violations } = await page.evaluate(probes.canary, `http://127.0.0.1:${server.address().port}`);
      await page.context().close();
      server.close();
      none(through);
      none(asked);
      for (const directive of ["script-src-elem", "script-src-attr", "img-src", "connect-src"]) {
        assert.ok(violations.includes(directive), `${directive} was not refused, only ${violations.join(", ")}`);
      }
    });

    test("ids are unique and links lead somewhere", () =>
      visit(deck, {}, async (page) => none(await page.evaluate(probes.brokenLinks))));

    test("axe finds nothing on the first, a middle and the last slide, nor in the reader view", async () => {
      const found = [];
      const check = async (page, where) => {
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, nodes } of violations) found.push(`${where}: ${id}: ${nodes[0].target} ${nodes[0].failureSummary}`);
      };
      for (const dark of [false, true]) {
        await visit(deck, { dark }, async (page) => {
          for (const index of [0, Math.floor(slides.length / 2), slides.length - 1]) {
            await goTo(page, slides[index].id, slides[index].steps);
            await check(page, slides[index].id);
          }
        });
      }
      await visit(deck, { width: 390, height: 844 }, (page) => check(page, "reader view"));
      none(found);
    });

    test("high contrast is 7 : 1 in light and in dark", async () => {
      const found = [];
      for (const dark of [false, true]) {
        await visit(deck, { dark }, async (page) => {
          await page.evaluate(axe.source);
          const middle = slides[Math.floor(slides.length / 2)];
          await goTo(page, middle.id, middle.steps);
          await press(page, "v");
          while ((await page.evaluate(() => document.documentElement.dataset.color)) !== "contrast") await press(page, "v");
          const options = { runOnly: ["color-contrast-enhanced"], rules: { "color-contrast-enhanced": { enabled: true } } };
          const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
          for (const { nodes } of violations) found.push(`${middle.id}: ${nodes[0].target} ${nodes[0].failureSummary}`);
        });
      }
      none(found);
    });

    test("the first slide is painted soon, and the file is small", (context) =>
      visit(deck, {}, async (page) => {
        const paint = await page.evaluate(probes.firstPaint);
        const scripts = await page.evaluate(() => [...document.scripts].map((script) => script.textContent).join("\n"));
        const packed = gzipSync(scripts, { level: 9 }).length;
        context.diagnostic(`${slides.length} slides, ${statSync(deck).size} bytes, ${packed} bytes of JavaScript (gzip), first paint after ${paint} ms`);
        assert.ok(paint < 1500, `first paint after ${paint} ms`);
        assert.ok(packed <= 17700, `${packed} bytes of JavaScript`);
      }));

    test("no speaker note is in the file", () => {
      const html = readFileSync(deck, "utf8");
      assert.ok(!html.includes(`<template class="notes"`), "there are notes in the public deck");
    });
  });
}
