// Steps of tables, of pictures in one place, and the motion between slides, on the tour that `tests/run` builds (or the
// first deck named in $DECKLE_DECKS). Manual: tests/spec/steps.md.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./harness.mjs";
import { press, settled } from "./walk.mjs";

const TOUR = process.env.DECKLE_DECKS?.split(":")[0] ?? fileURLToPath(new URL("../../target/decks/tour.html", import.meta.url));
const MORPH = ["fit", "morph"].map((name) => readFileSync(new URL(`../../assets/runtime/${name}.js`, import.meta.url), "utf8").replace(/^export |^import .*$/gm, "")).join("\n");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function visit(options, use) {
  const { page, close } = await open(browser, TOUR, options);
  await use(page);
  await close();
}

/** Which elements are seen, and the box of each. */
const look = (page, selector) =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    const seen = all.map((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    return { seen, boxes: all.map((element) => JSON.stringify(element.getBoundingClientRect())) };
  }, selector);

test("a table comes row by row below its head, and nothing moves", () =>
  visit({ hash: "#table-steps" }, async (page) => {
    const rows = "#table-steps tr";
    const first = await look(page, rows);
    assert.deepEqual(first.seen, [true, false, false, false]);
    for (const seen of [[true, true, false, false], [true, true, true, false], [true, true, true, true]]) {
      await press(page, "ArrowRight");
      assert.deepEqual(await look(page, rows), { seen, boxes: first.boxes });
    }
  }));

test("of pictures in one place one is seen at each step, and they share their box", () =>
  visit({ hash: "#replace" }, async (page) => {
    const pictures = "#replace .stack > *";
    const first = await look(page, pictures);
    assert.deepEqual(first.seen, [true, false]);
    assert.equal(first.boxes[0], first.boxes[1]);
    await press(page, "ArrowRight");
    assert.deepEqual(await look(page, pictures), { seen: [false, true], boxes: first.boxes });
    await press(page, "ArrowLeft");
    assert.deepEqual(await look(page, pictures), first);
  }));

test("on paper the last of them is drawn, in the reader view all, one below the other", () =>
  visit({ hash: "#replace" }, async (page) => {
    const pictures = "#replace .stack > *";
    await page.emulateMedia({ media: "print" });
    assert.deepEqual((await look(page, pictures)).seen, [false, true]);
    await page.emulateMedia({ media: "screen" });
    await press(page, "r");
    const { seen, boxes } = await look(page, pictures);
    const [above, below] = boxes.map((box) => JSON.parse(box));
    assert.deepEqual(seen, [true, true]);
    assert.ok(above.height > 50 && below.top >= above.bottom, JSON.stringify([above, below]));
  }));

/** Puts `morph` into the page, with a `turn` from the first to the second slide that share a thing. */
const prepare = (page) =>
  page.evaluate(`{ ${MORPH}
    const [small, large] = ['same-thing', 'same-thing-large'].map((id) => document.getElementById(id));
    window.turns = 0;
    window.turn = (from, to) => morph(from, to, () => {
      window.turns += 1;
      [from.hidden, to.hidden] = [true, false];
    });
    window.there = () => window.turn(small, large);
    window.back = () => window.turn(large, small);
    window.moving = () => document.getAnimations().map((motion) => motion.effect.pseudoElement ?? '').filter((name) => name.includes('group'));
    window.named = () => document.querySelectorAll('[style*="view-transition-name"]').length;
  }`);

/** Waits until nothing moves and no name is left; a busy machine takes its time, but never this long. */
async function ended(page) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await page.evaluate("moving().length + named() === 0")) return;
    await page.waitForTimeout(100);
  }
  assert.fail("after ten seconds something still moves or bears a name");
}

test("what two slides share moves, nothing else does, and no name is left behind", () =>
  visit({ hash: "#same-thing", reducedMotion: "no-preference" }, async (page) => {
    await prepare(page);
    // Slow enough to be looked at on a busy machine.
    await page.addStyleTag({ content: "::view-transition-group(*) { animation-duration: 3s !important; }" });
    await page.evaluate("there()");
    await settled(page);
    assert.deepEqual(await page.evaluate("[turns, named()]"), [1, 1]);
    assert.deepEqual(await page.evaluate("moving()"), ["::view-transition-group(pair-0)"]);
    await ended(page);
  }));

test("a second turn during the motion is made at once", () =>
  visit({ hash: "#same-thing", reducedMotion: "no-preference" }, async (page) => {
    await prepare(page);
    const order = await page.evaluate("there(); const before = turns; back(); [before, turns, document.getElementById('same-thing-large').hidden]");
    assert.deepEqual(order, [0, 1, false]);
    await page.evaluate("for (let i = 0; i < 20; i += 1) { there(); back(); }");
    await ended(page);
    assert.deepEqual(await page.evaluate("[turns, document.getElementById('same-thing').hidden]"), [42, false]);
  }));

test("those who asked for less motion see the page turned at once", () =>
  visit({ hash: "#same-thing", reducedMotion: "reduce" }, async (page) => {
    await prepare(page);
    assert.deepEqual(await page.evaluate("there(); [turns, moving().length, named()]"), [1, 0, 0]);
  }));
