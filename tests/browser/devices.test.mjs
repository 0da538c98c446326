// The decks on other screens and under fingers: wide and narrow windows, a phone, 200 % zoom, touch, and the buttons of
// clickers as streams of keys with the codes that they send. Manual: tests/spec/stage.md.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./harness.mjs";
import * as probes from "./probes.mjs";
import { goTo, settled } from "./walk.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/", import.meta.url));
const DECKS = process.env.DECKLE_DECKS?.split(":") ?? ["tour", "cs-461-apertus"].map((name) => join(BUILT, `${name}.html`));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function visit(deck, options, use) {
  const { page, close } = await open(browser, deck, options);
  const result = await use(page, await page.context().newCDPSession(page));
  await close();
  return result;
}

const hash = async (page) => {
  await settled(page);
  return (await page.evaluate(probes.position)).hash;
};

/** A finger that goes from one place to another. Without a second place it is a tap. */
async function touch(page, remote, from, to = from) {
  const points = ([x, y]) => [{ x, y, id: 1 }];
  const send = (type, touchPoints) => remote.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", points(from));
  if (to !== from) {
    for (const part of [0.25, 0.5, 0.75, 1]) await send("touchMove", points([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]));
  }
  await send("touchEnd", []);
  return hash(page);
}

// What the buttons of real clickers send: [what it is called, next, previous, black, [start and stop]].
// Some give no `code`, since a virtual keyboard has no place for the key.
const key = (name, code, number, text) => ({ key: name, code, windowsVirtualKeyCode: number, ...(text && { text }) });
const CLICKERS = {
  "page keys, full stop, F5 and Escape": [key("PageDown", "PageDown", 34), key("PageUp", "PageUp", 33), key(".", "Period", 190, "."), [key("F5", "F5", 116), key("Escape", "Escape", 27)]],
  "arrows, b, F5 and Escape": [key("ArrowRight", "ArrowRight", 39), key("ArrowLeft", "ArrowLeft", 37), key("b", "KeyB", 66, "b"), [key("F5", "F5", 116), key("Escape", "Escape", 27)]],
  "page keys without codes, Shift F5": [key("PageDown", "", 34), key("PageUp", "", 33), key(".", "", 190, "."), [{ ...key("F5", "", 116), modifiers: 8 }, key("Escape", "", 27)]],
};

async function click(page, remote, button) {
  await remote.send("Input.dispatchKeyEvent", { type: button.text ? "keyDown" : "rawKeyDown", ...button });
  await remote.send("Input.dispatchKeyEvent", { type: "keyUp", ...button, text: undefined });
  return hash(page);
}

for (const deck of DECKS) {
  describe(`${basename(deck)} on other screens`, () => {
    let slides = [];
    before(async () => {
      assert.ok(existsSync(deck), `${deck} is not there: \`tests/run decks\` builds it`);
      slides = await visit(deck, {}, (page) => page.evaluate(probes.slides));
    });

    test("every slide is whole, in the middle, and as large as it can be, in windows of all shapes", () =>
      visit(deck, {}, async (page) => {
        const wrong = [];
        const [four, ...others] = [[1024, 768], [1280, 800], [1600, 500], [800, 1200], [960, 540], [3840, 2160]];
        await page.setViewportSize({ width: four[0], height: four[1] });
        for (const { id, steps } of slides) {
          await goTo(page, id, steps);
          wrong.push(...(await page.evaluate(probes.unframed)));
        }
        // What a window does to one slide it does to all: a few of them in the other windows.
        for (const [width, height] of others) {
          await page.setViewportSize({ width, height });
          for (const index of [0, Math.floor(slides.length / 2), slides.length - 1]) {
            await goTo(page, slides[index].id, slides[index].steps);
            wrong.push(...(await page.evaluate(probes.unframed)));
          }
        }
        assert.ok(wrong.length === 0, `\n${wrong.join("\n")}`);
      }));

    test("at 200 % zoom a slide is whole, in the middle, and as large as it can be", () =>
      visit(deck, { width: 960, height: 540, scale: 2 }, async (page) => assert.deepEqual(await page.evaluate(probes.unframed), [])));

    for (const [name, options] of [
      ["a phone", { width: 390, height: 844, scale: 3, touch: true }],
      ["a phone at 200 % zoom", { width: 195, height: 422, scale: 6, touch: true }],
      ["a window at 400 % zoom", { width: 320, height: 256, scale: 4 }],
    ]) {
      test(`on ${name} it is a page that does not scroll sideways`, () =>
        visit(deck, options, async (page) => {
          assert.equal(await page.evaluate(() => document.documentElement.classList.contains("present")), false);
          const { hidden, tooWide } = await page.evaluate(probes.unreadable);
          assert.deepEqual(hidden, []);
          assert.ok(tooWide <= 0, `the page is ${tooWide} px too wide`);
        }));
    }

    test("a finger: swipes turn, a tap turns by its place, a scroll does not", () =>
      visit(deck, { touch: true }, async (page, remote) => {
        const start = await hash(page);
        const second = await touch(page, remote, [900, 360], [500, 370]);
        assert.notEqual(second, start, "a swipe to the left is next");
        const third = await touch(page, remote, [900, 500]);
        assert.notEqual(third, second, "a tap is next");
        assert.equal(await touch(page, remote, [200, 500]), second, "a tap in the left quarter is back");
        assert.equal(await touch(page, remote, [1000, 600], [990, 200]), second, "up and down is no swipe");
        assert.equal(await touch(page, remote, [400, 500], [900, 480]), `#${slides[0].id}`, "a swipe to the right is back");
      }));

    for (const [name, [next, previous, black, toggle]] of Object.entries(CLICKERS)) {
      test(`a clicker: ${name}`, () =>
        visit(deck, {}, async (page, remote) => {
          await page.evaluate(() => (globalThis.untouched = true));
          const press = (button) => click(page, remote, button);
          const there = [];
          for (let count = 0; count < 12; count++) there.push(await press(next));
          assert.equal(new Set(there).size, 12, "twelve clicks are twelve places");
          for (const place of there.slice(0, -1).reverse()) assert.equal(await press(previous), place);
          const here = there[0];
          assert.equal(await press(black), here);
          assert.equal(await page.evaluate(() => document.documentElement.dataset.cover), "black");
          assert.equal(await press(next), here, "the key that wakes does not move");
          assert.equal(await page.evaluate(() => document.documentElement.dataset.cover), undefined);
          for (let count = 0; count < 4; count++) for (const button of toggle) assert.equal(await press(button), here);
          assert.equal(await page.evaluate(() => globalThis.untouched), true, "the page was loaded again");
          assert.deepEqual(await page.evaluate(probes.openPanels), [], "nothing was opened");
          // A hurried hand: fifteen presses with no time to draw in between, and all of them count.
          for (let count = 0; count < 15; count++) {
            await remote.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...next });
            await remote.send("Input.dispatchKeyEvent", { type: "keyUp", ...next });
          }
          for (let count = 0; count < 15; count++) await press(previous);
          assert.equal(await hash(page), here);
        }));
    }

    test("a key that is held down turns once", () =>
      visit(deck, {}, async (page, remote) => {
        const [next] = CLICKERS["page keys, full stop, F5 and Escape"];
        const once = await click(page, remote, next);
        await page.keyboard.press("Home");
        for (let count = 0; count < 10; count++) await remote.send("Input.dispatchKeyEvent", { type: "rawKeyDown", autoRepeat: count > 0, ...next });
        assert.equal(await hash(page), once);
      }));
  });
}
