// Overview and its box, help and the chip: what lies over the deck for a moment. Manual page: tests/spec/stage.md
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { launch, open } from "./harness.mjs";
import { press, settled } from "./walk.mjs";

const built = (name) => join(process.env.DECKLE_BUILT ?? fileURLToPath(new URL("../../target/decks/", import.meta.url)), `${name}.html`);
const LECTURE = built("cs-461-apertus");
const TOUR = built("tour");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a deck, hands the page to `use`, closes it; any request or error on the way fails the test. */
async function visit(deck, options, use) {
  const { page, close } = await open(browser, deck, options);
  await settled(page);
  await use(page);
  await close();
}

/** Types the keys one after the other. */
async function keys(page, ...names) {
  for (const name of names) await page.keyboard.press(name);
  await settled(page);
}

/** What is open, where the overview's choice stands, and where the talk is. */
const state = (page) => page.evaluate(() => ({
  overview: document.documentElement.classList.contains("overview"),
  find: document.activeElement === document.querySelector(".shelf input"),
  help: !document.querySelector(".panel.help").hidden,
  chosen: document.querySelector(".slide.chosen")?.dataset.number,
  hash: location.hash,
  slides: [...document.querySelectorAll(".deck > .slide")].filter((slide) => slide.checkVisibility()).length,
}));

/** The boxes of slides by number. */
const box = (page, number) => page.locator(`.slide[data-number="${number}"]`).boundingBox();

describe("the overview", () => {
  test("shows every slide, starts at the current one and closes to the same picture", () =>
    visit(LECTURE, { hash: "#next-token.3" }, async (page) => {
      await page.waitForTimeout(300);
      const picture = await page.screenshot();
      for (const key of ["Escape", "o"]) {
        await keys(page, "o");
        const { overview, slides, chosen } = await state(page);
        assert.deepEqual({ overview, slides, chosen }, { overview: true, slides: 76, chosen: "15" });
        const { y, height } = await box(page, "15");
        assert.ok(y > 56 && y + height < 720, "the current slide is in sight");
        assert.equal(await page.evaluate(() => document.activeElement.parentElement.dataset.number), "15", "and has the focus");
        const hidden = await page.evaluate(() => [...document.querySelectorAll("#next-token [data-show]")].filter((part) => getComputedStyle(part).visibility === "hidden").length);
        assert.equal(hidden, 0, "all steps are shown");
        await keys(page, "ArrowDown", key);
        assert.ok(picture.equals(await page.screenshot()), `${key} leaves the deck as it was`);
        assert.equal((await state(page)).hash, "#next-token.3");
        assert.equal((await state(page)).slides, 1);
      }
    }));

  test("arrows move in two dimensions, over section heads too; Enter goes there and Alt ← comes back", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      await keys(page, "o", "ArrowDown");
      const below = (await state(page)).chosen;
      const [from, to] = [await box(page, "14"), await box(page, below)];
      assert.ok(Math.abs(from.x - to.x) < 1 && to.y > from.y, `14 stands above ${below}`);
      await keys(page, "ArrowUp");
      assert.equal((await state(page)).chosen, "14");
      // Up and down the whole deck: every press changes the row, until the end.
      let rows = 0;
      for (let last = ""; last !== (await state(page)).chosen; rows += 1) {
        last = (await state(page)).chosen;
        await page.keyboard.press("ArrowUp");
      }
      assert.ok(rows > 3);
      await keys(page, "End");
      assert.equal((await state(page)).chosen, "76");
      await keys(page, "Home", "ArrowRight", "ArrowRight");
      assert.equal((await state(page)).chosen, "3");
      await keys(page, "Enter");
      const { overview, hash } = await state(page);
      assert.deepEqual({ overview, hash }, { overview: false, hash: "#schedule" });
      await keys(page, "Alt+ArrowLeft");
      assert.equal((await state(page)).hash, "#tokens");
    }));

  test("section heads say title and number of slides; seen, current, optional and backup slides are marked", async () => {
    await visit(LECTURE, { hash: "#tokens" }, async (page) => {
      await page.evaluate(() => (document.querySelector(".deck").dataset.plan = Array(76).fill(60).join(" ")));
      await keys(page, "ArrowRight", "o");
      const heads = await page.locator(".divider").allInnerTexts();
      assert.equal(heads.length, 8);
      assert.match(heads[1], /^How language models learn\s+17 slides · 17 min$/);
      const marks = await page.evaluate(() => ({
        current: [...document.querySelectorAll(".slide > [aria-current]")].map((button) => button.parentElement.dataset.number),
        seen: [...document.querySelectorAll(".deck > .slide")].filter((slide) => Number(slide.style.getPropertyValue("--seen")) > 0).map((slide) => slide.dataset.number),
      }));
      assert.deepEqual(marks, { current: ["15"], seen: ["14", "15"] });
    });
    await visit(TOUR, {}, async (page) => {
      const title = await page.evaluate(() => {
        document.querySelectorAll(".slide")[1].dataset.optional = "";
        dispatchEvent(new KeyboardEvent("keydown", { key: "o" }));
        return document.querySelectorAll(".slide")[1].lastElementChild.textContent;
      });
      assert.match(title, / · optional$/);
      assert.match((await page.locator(".divider").last().innerText()), /^Backup/);
    });
  });

  test("typing filters at once, Backspace widens, Escape clears and then closes, Enter goes to the best", () =>
    visit(LECTURE, {}, async (page) => {
      await keys(page, "o", "z", "u", "r", "i", "c", "h");
      const some = await state(page);
      assert.ok(some.slides > 0 && some.slides < 20, `${some.slides} slides`);
      assert.ok(await page.locator(".shelf input").isVisible());
      for (let count = 0; count < 6; count += 1) await page.keyboard.press("Backspace");
      assert.equal((await state(page)).slides, 76);
      await keys(page, "4", "2");
      assert.equal((await state(page)).chosen, "42", "the number itself comes first");
      await keys(page, "Escape");
      assert.deepEqual((({ overview, slides }) => ({ overview, slides }))(await state(page)), { overview: true, slides: 76 });
      await keys(page, "c", "y", "c", "l", "e", "Enter");
      assert.equal((await state(page)).hash, "#cycle");
    }));

  test("a click goes there and no further", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      await keys(page, "o");
      await page.locator('.slide[data-number="16"]').click();
      await settled(page);
      assert.equal((await state(page)).hash, "#masked");
      await keys(page, "f");
      await page.waitForFunction(() => document.fullscreenElement);
      await keys(page, "o");
      await page.locator('.slide[data-number="12"]').click();
      await settled(page);
      assert.equal((await state(page)).hash, "#everywhere", "in full screen as well, where a click elsewhere turns the page");
    }));

  test("the audience sees nothing of it when the speaker has a window", async () => {
    const { page, close } = await open(browser, LECTURE, { hash: "#tokens" });
    const speaker = await page.context().newPage();
    await speaker.goto(`${page.url().split("#")[0]}#presenter`);
    await page.waitForFunction(() => globalThis.deckle.stage.accompanied());
    await page.bringToFront();
    await page.waitForTimeout(400);
    const picture = await page.screenshot();
    for (const [key, panel] of [["o", "overview"], ["g", "overview"], ["?", "help"]]) {
      await keys(page, key);
      await speaker.waitForFunction((name) => document.documentElement.classList.contains(name) || document.querySelector(`.panel.${name}:not([hidden])`), panel);
      assert.ok(picture.equals(await page.screenshot()), `${panel} shows on the audience's screen`);
      const here = await state(page);
      assert.ok(!here.overview && !here.find && !here.help);
      await keys(speaker, "Escape");
    }
    await keys(page, "4", "2");
    await speaker.waitForFunction(() => document.querySelector(".chip").textContent.startsWith("42 · A usual"));
    assert.ok(picture.equals(await page.screenshot()), "digits show on the audience's screen");
    await close();
  });
});

describe("the box that finds a slide", () => {
  /** The numbers of the slides that are left, the best one first. */
  const look = async (page, query) => {
    await page.locator(".shelf input").fill(query);
    return page.evaluate(() => {
      const left = [...document.querySelectorAll(".deck > .slide:not(.out)")].map((slide) => slide.dataset.number);
      const best = document.querySelector(".slide.chosen")?.dataset.number;
      return [...new Set([...left.filter((number) => number === best), ...left])];
    });
  };

  test("numbers, ids, titles, words and formulas, whatever their case and accents", () =>
    visit(LECTURE, {}, async (page) => {
      await keys(page, "/");
      assert.deepEqual((({ overview, find, slides }) => ({ overview, find, slides }))(await state(page)), { overview: true, find: true, slides: 76 });
      assert.equal((await look(page, "42"))[0], "42");
      assert.equal((await look(page, "#cscs"))[0], "27");
      assert.equal((await look(page, "A LANGUAGE model"))[0], "14", "a title that begins so");
      assert.ok((await look(page, "zurich")).includes("67"));
      assert.deepEqual(await look(page, "zürich"), await look(page, "ZURICH"));
      assert.deepEqual(await look(page, "swiss actors"), ["33"], "all words have to be there");
      assert.match(await page.locator(".shelf output").innerText(), /^1 \/ 76 /);
      const tex = await page.evaluate(() => [...document.querySelectorAll(".deck > .slide")].map((slide) => [slide.dataset.number, slide.querySelector("annotation")?.textContent]).find(([, text]) => text));
      assert.ok((await look(page, tex[1])).includes(tex[0]), `${tex[1]} on ${tex[0]}`);
      assert.deepEqual(await look(page, "no such word anywhere"), []);
    }));

  test("letters that are keys elsewhere are typed; arrows, Enter, the mouse and Escape", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      await keys(page, "g");
      const best = (await look(page, "swiss"))[0];
      const left = await page.locator(".slide:not(.out)").evaluateAll((slides) => slides.map((slide) => slide.dataset.number));
      await keys(page, "ArrowRight");
      assert.equal((await state(page)).chosen, left[left.indexOf(best) + 1]);
      await keys(page, "ArrowLeft", "Enter");
      assert.equal((await state(page)).hash, "#goals");
      await keys(page, "Alt+ArrowLeft");
      assert.equal((await state(page)).hash, "#tokens", "going there was a jump");
      await keys(page, "Control+k", "o", ".", "o");
      assert.equal(await page.locator(".shelf input").inputValue(), "o.o");
      await look(page, "swiss");
      await page.locator(".slide:not(.out)").nth(0).click();
      assert.equal((await state(page)).hash, "#guest");
      await keys(page, "/", "s", "Escape");
      assert.deepEqual((({ overview, slides }) => ({ overview, slides }))(await state(page)), { overview: true, slides: 76 });
      await keys(page, "Escape");
      assert.deepEqual((({ overview, hash }) => ({ overview, hash }))(await state(page)), { overview: false, hash: "#guest" });
      await keys(page, "o", "/", "Escape");
      assert.equal((await state(page)).overview, false, "from the grid into the box, and out of both");
    }));

  test("it also finds in the reader view, which is read on there", () =>
    visit(LECTURE, { width: 390, height: 844 }, async (page) => {
      await keys(page, "/");
      await look(page, "cycle");
      await keys(page, "Enter");
      await page.waitForTimeout(300);
      assert.ok(await page.evaluate(() => document.documentElement.classList.contains("reader")));
      assert.ok(Math.abs((await box(page, "70")).y) < 100, `slide 70 stands at ${(await box(page, "70")).y}`);
    }));
});

describe("help and the clicker", () => {
  test("help tells the last keys and what they did", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      const last = () => page.locator(".help .last").innerText();
      await keys(page, "?", "PageDown");
      assert.match(await last(), /^Last keys\s+PageDown → next step/);
      assert.deepEqual((({ help, hash }) => ({ help, hash }))(await state(page)), { help: true, hash: "#next-token" }, "the talk moves");
      await keys(page, "F5", "Escape");
      assert.equal((await state(page)).help, false);
      await keys(page, "F1");
      assert.match(await last(), /Escape → close\s+F5 → full screen/);
      await keys(page, "F1", "Escape");
      for (const { help, overview, find } of [await state(page)]) assert.ok(!help && !overview && !find, "Escape opens nothing");
    }));

  test("PageDown and PageUp move the talk whatever is open", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      for (const [key, expected] of [["o", "#next-token"], ["g", "#tokens"]]) {
        await keys(page, key, expected === "#tokens" ? "PageUp" : "PageDown");
        const { overview, hash } = await state(page);
        assert.deepEqual({ overview, hash }, { overview: false, hash: expected });
      }
      await keys(page, "o", ".");
      assert.equal(await page.evaluate(() => document.documentElement.dataset.cover), "black");
    }));

  test("F5 never reloads", () =>
    visit(LECTURE, { hash: "#tokens" }, async (page) => {
      await page.evaluate(() => (globalThis.kept = true));
      for (const before of [[], ["o"], ["g"], ["?"], ["r"]]) {
        await keys(page, "Escape", ...before);
        for (let count = 0; count < 3; count += 1) await page.keyboard.down("F5"); // the second and third are repeats
        await page.keyboard.up("F5");
        await keys(page, "Shift+F5", "Escape");
        await page.waitForTimeout(100);
        assert.equal(await page.evaluate(() => globalThis.kept), true, `after ${before}`);
      }
    }));

  test("digits show the title of the slide they lead to", () =>
    visit(LECTURE, {}, async (page) => {
      const chip = () => page.locator(".chip").innerText();
      await keys(page, "4", "2");
      assert.equal(await chip(), "42 · A usual LLM report keeps its data to itself");
      await keys(page, "9");
      assert.equal(await chip(), "429 / 76");
      await keys(page, "ArrowRight", "7", "Enter");
      assert.equal((await state(page)).hash, "#bio");
    }));
});

for (const dark of [false, true]) {
  test(`axe finds nothing with a panel open, ${dark ? "dark" : "light"}`, () =>
    visit(LECTURE, { hash: "#tokens", dark }, async (page) => {
      await page.evaluate(axe.source);
      for (const typed of [["o"], ["m", "o", "d"], ["Escape", "Escape", "g", "s", "w", "i", "s", "s"], ["Escape", "?"], ["Escape", "4", "2"]]) {
        await keys(page, ...typed);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${typed}: ${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
      }
    }));
}
