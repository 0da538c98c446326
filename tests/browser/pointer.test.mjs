// Laser, pen, spotlight and zoom with two real windows over file://: what one hand does in one window is seen in the
// other, in px of the canvas. Manual: tests/spec/stage.md.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./harness.mjs";
import { settled } from "./walk.mjs";

const BUILT = fileURLToPath(new URL("../../target/decks/cs-461-apertus.html", import.meta.url));
const DECK = process.env.DECKLE_DECKS?.split(":").find((path) => path.includes("cs-461")) ?? BUILT;
/** A slide with pictures, in the middle of the talk. */
const SLIDE = "#discriminative";

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "deckle-pointer-"));
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the audience's window and the speaker's, hands them to `use`, and fails when either wrote an error. */
async function windows(options, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce", offline: true, ...options.context });
  const problems = [];
  const address = pathToFileURL(options.deck ?? DECK).href;
  const enter = async (hash, size) => {
    const page = await context.newPage();
    if (size) await page.setViewportSize(size);
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(address + hash);
    await settled(page);
    return page;
  };
  const speaker = options.alone ? null : await enter("#presenter", options.speaker);
  const audience = await enter("", options.audience);
  await audience.evaluate((hash) => (location.hash = hash), SLIDE);
  if (speaker) await until(speaker, () => deckle.stage.slides[deckle.session().at.slide].id === "discriminative");
  await settled(audience);
  await use(audience, speaker);
  await context.close();
  assert.deepEqual(problems, []);
}

/** Waits until something holds in a page. */
async function until(page, holds, argument) {
  await page.waitForFunction(holds, argument, { timeout: 5000, polling: 20 });
}

/** Where the canvas without zoom stands in the window: its corner, and how many px one of its px is. */
function ground(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector("main.deck > .slide:not([hidden]) .canvas");
    canvas.style.transform = "none";
    const { left, top, width } = canvas.getBoundingClientRect();
    canvas.style.transform = "";
    return { left, top, k: width / canvas.offsetWidth, width: canvas.offsetWidth, height: canvas.offsetHeight };
  });
}

/** A place of the canvas as a place of the window, without zoom. */
async function client(page, x, y) {
  const { left, top, k } = await ground(page);
  return [left + x * k, top + y * k];
}

/** Moves the mouse to a place of the canvas. */
async function to(page, x, y, options) {
  await page.mouse.move(...(await client(page, x, y)), options);
}

/** Where dot and light are seen, in px of the canvas; null when they are not. */
async function seen(page, what = ".glass > b") {
  const box = await page.evaluate((what) => {
    const found = document.querySelector(what);
    const { left, top, width, height } = found.getBoundingClientRect();
    return width ? { x: left + width / 2, y: top + height / 2, r: width / 2 } : null;
  }, what);
  if (!box) return null;
  const { left, top, k } = await ground(page);
  return { x: (box.x - left) / k, y: (box.y - top) / k, r: box.r / k };
}

/** Fails unless the other window shows dot or light there, within a px of the canvas. */
async function sees(page, x, y, what) {
  await page.waitForTimeout(80);
  const found = await seen(page, what);
  assert.ok(found && Math.abs(found.x - x) <= 1 && Math.abs(found.y - y) <= 1, `${JSON.stringify(found)} instead of ${x}, ${y}`);
  return found;
}

/** The ink that is seen on the slide: pen and curves of each stroke. */
function ink(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("main.deck > .slide:not([hidden]) .ink g")]
      .filter((group) => getComputedStyle(group.ownerSVGElement).display !== "none")
      .map((group) => [group.getAttribute("class"), ...[...group.children].map((path) => path.getAttribute("d"))]),
  );
}

/** Draws through places of the canvas; without `lift` the pen stays down. */
async function draw(page, places, { button = "left", lift = true } = {}) {
  await to(page, ...places[0]);
  await page.mouse.down({ button });
  for (const place of places.slice(1)) await to(page, ...place, { steps: 4 });
  if (lift) await page.mouse.up({ button });
  await settled(page);
}

/** Fails unless both windows show the same ink, so many strokes. */
async function both(one, other, count) {
  await settled(one);
  await other.waitForTimeout(60);
  const found = await ink(one);
  assert.equal(found.length, count);
  assert.deepEqual(await ink(other), found);
  return found;
}

const zoom = (page) => page.evaluate(() => deckle.session().zoom);
const place = (page) => page.evaluate(() => deckle.session().at);

for (const [shape, options] of [
  ["16:9 in windows of two shapes", { audience: { width: 1280, height: 720 }, speaker: { width: 1000, height: 820 } }],
  ["4:3 in a wide window", { classic: true, audience: { width: 1366, height: 700 }, speaker: { width: 900, height: 900 } }],
]) {
  describe(shape, () => {
    before(() => {
      if (!options.classic) return;
      options.deck = join(folder, "classic.html");
      writeFileSync(options.deck, readFileSync(DECK, "utf8").replace('data-aspect="16:9"', 'data-aspect="4:3"'));
    });

    test("the laser follows the mouse in both windows and goes with key, Escape and mouse", () =>
      windows(options, async (audience, speaker) => {
        for (const [one, other] of [[audience, speaker], [speaker, audience]]) {
          await one.bringToFront();
          await one.keyboard.press("l");
          for (const [x, y] of [[100, 80], [777, 401], [640.5, 699]]) {
            await to(one, x, y, { steps: 5 });
            await sees(one, x, y);
            await sees(other, x, y);
          }
          assert.equal(await one.evaluate(() => getComputedStyle(document.querySelector(".deck")).cursor), "none");
          const { slide } = await place(one);
          await one.keyboard.press("ArrowRight");
          await settled(one);
          await sees(other, 640.5, 699);
          await one.keyboard.press("ArrowLeft");
          assert.equal((await place(other)).slide, slide);
          await one.keyboard.press("l");
          await other.waitForTimeout(60);
          assert.deepEqual([await seen(one), await seen(other)], [null, null]);
          await one.keyboard.press("l");
          await sees(other, 640.5, 699);
          await one.evaluate(() => document.documentElement.dispatchEvent(new PointerEvent("pointerout", { bubbles: true })));
          await other.waitForTimeout(60);
          assert.equal(await seen(other), null, "the mouse left the window");
          await to(one, 300, 300);
          await sees(other, 300, 300);
          await one.keyboard.press("Escape");
          await other.waitForTimeout(60);
          assert.deepEqual([await seen(one), await seen(other)], [null, null]);
        }
      }));

    test("the spotlight's place and radius are the same in both windows", () =>
      windows(options, async (audience, speaker) => {
        await speaker.bringToFront();
        await speaker.keyboard.press("x");
        await to(speaker, 400, 300);
        const { r } = await sees(audience, 400, 300, ".glass > i");
        await speaker.mouse.wheel(0, -300);
        const wide = await sees(audience, 400, 300, ".glass > i");
        assert.ok(wide.r > r * 1.2, `${r} to ${wide.r}`);
        await speaker.keyboard.press("-");
        assert.ok((await sees(audience, 400, 300, ".glass > i")).r < wide.r);
        assert.ok(Math.abs((await seen(speaker, ".glass > i")).r - (await seen(audience, ".glass > i")).r) < 1);
        await speaker.keyboard.press("x");
        await audience.waitForTimeout(60);
        assert.equal(await seen(audience, ".glass > i"), null);
      }));

    test("strokes are seen in both windows while they are drawn, at the place of the mouse", () =>
      windows(options, async (audience, speaker) => {
        await speaker.bringToFront();
        await speaker.keyboard.press("d");
        await draw(speaker, [[200, 150], [400, 250], [300, 350]], { lift: false });
        const half = await both(speaker, audience, 1);
        await to(speaker, 600, 500, { steps: 5 });
        await speaker.mouse.up();
        const [[pen, line]] = await both(speaker, audience, 1);
        assert.equal(pen, "pen0");
        assert.ok(line.length > half[0][1].length);
        const box = await audience.evaluate(() => {
          const { left, top, right, bottom } = document.querySelector("main.deck > .slide:not([hidden]) .ink path").getBoundingClientRect();
          return [left, top, right, bottom];
        });
        const wanted = [...(await client(audience, 200, 150)), ...(await client(audience, 600, 500))];
        // The box of a path is that of its line, without its width.
        box.forEach((edge, index) => assert.ok(Math.abs(edge - wanted[index]) <= 1.5, `${box} instead of ${wanted}`));
      }));

    test("Z shows twice the size at the mouse in both windows; wheel, drag, Escape and reload", () =>
      windows(options, async (audience, speaker) => {
        await audience.bringToFront();
        const { width, height } = await ground(audience);
        await to(audience, 300, 200);
        await audience.keyboard.press("z");
        await until(audience, () => deckle.session().zoom?.scale === 2);
        // What is under the mouse stays there.
        const part = await zoom(audience);
        assert.deepEqual([part.x, part.y], [300 - (300 - width / 2) / 2, 200 - (200 - height / 2) / 2]);
        await until(speaker, (part) => JSON.stringify(deckle.session().zoom) === part, JSON.stringify(part));
        for (const page of [audience, speaker]) {
          const { k } = await ground(page);
          const larger = await page.evaluate(() => {
            const canvas = document.querySelector("main.deck > .slide:not([hidden]) .canvas");
            return canvas.getBoundingClientRect().width / canvas.offsetWidth;
          });
          assert.ok(Math.abs(larger / k - 2) < 0.01, `${larger / k}`);
        }
        await audience.keyboard.press("l");
        await sees(speaker, 300, 200); // the same place of the zoomed picture
        await audience.keyboard.press("l");
        await audience.mouse.wheel(0, -400);
        await until(speaker, () => deckle.session().zoom.scale > 3);
        const nearer = await zoom(audience);
        assert.ok(Math.abs(nearer.x + (300 - width / 2) / nearer.scale - 300) < 0.5 * 3, JSON.stringify(nearer));
        await audience.mouse.down();
        await to(audience, 200, 150, { steps: 4 });
        await audience.mouse.up();
        await until(speaker, (x) => deckle.session().zoom.x > x + 20, nearer.x);
        const kept = await zoom(audience);
        await audience.waitForTimeout(300);
        await audience.reload();
        await settled(audience);
        assert.deepEqual(await zoom(audience), kept);
        await audience.mouse.wheel(0, -9000);
        await until(audience, () => deckle.session().zoom.scale === 6);
        await audience.keyboard.press("Escape");
        await until(speaker, () => deckle.session().zoom === null);
        await audience.keyboard.press("z");
        await until(speaker, () => deckle.session().zoom !== null);
        await speaker.keyboard.press("End");
        await until(audience, () => deckle.session().zoom === null);
        assert.equal(await audience.evaluate(() => document.querySelectorAll('.slide[style*="--zoom"]').length), 0);
      }));

    test("a double click on a picture makes it fill the canvas, another one returns", () =>
      windows(options, async (audience, speaker) => {
        await audience.bringToFront();
        const picture = audience.locator("main.deck > .slide:not([hidden]) .picture > :is(img, svg)").first();
        await picture.dblclick();
        await until(speaker, () => deckle.session().zoom !== null);
        await settled(audience);
        const { left, top, width, height, k } = await ground(audience);
        const box = await picture.boundingBox();
        const own = await picture.evaluate((drawing) => (drawing.naturalWidth ? drawing.naturalWidth / drawing.naturalHeight : drawing.viewBox.baseVal.width / drawing.viewBox.baseVal.height));
        const shown = Math.min(box.width, box.height * own);
        const share = Math.max(shown / (width * k), shown / own / (height * k));
        const { scale } = await zoom(audience);
        assert.ok(scale === 6 || Math.abs(share - 1) < 0.02, `the picture takes ${share} of the canvas`);
        assert.ok(box.x + box.width / 2 > left && box.x + box.width / 2 < left + width * k && box.y + box.height / 2 > top);
        await picture.dblclick();
        await until(speaker, () => deckle.session().zoom === null);
      }));
  });
}

test("undo and clear act in both windows; each can be undone", () =>
  windows({}, async (audience, speaker) => {
    await audience.bringToFront();
    await audience.keyboard.press("d");
    await draw(audience, [[100, 200], [500, 200]]);
    await audience.click(".tools .pen3");
    await draw(audience, [[100, 300], [500, 300]]);
    const two = await both(audience, speaker, 2);
    assert.deepEqual(two.map(([pen]) => pen), ["pen0", "pen3"]);
    await audience.keyboard.press("Control+z");
    await both(audience, speaker, 1);
    await audience.click(".tools .pen1");
    await draw(audience, [[100, 400], [500, 400]]);
    await audience.keyboard.press("c");
    await both(audience, speaker, 0);
    await audience.click(".tools .pen4");
    await both(audience, speaker, 2);
    await speaker.keyboard.press("Control+z");
    assert.deepEqual((await both(audience, speaker, 1)).map(([pen]) => pen), ["pen0"]);
    await audience.click(".tools .pen6");
    assert.equal(await audience.evaluate(() => document.documentElement.dataset.tool), undefined);
  }));

test("ink stays with its slide, and comes back after a reload of either window and for a new one", () =>
  windows({}, async (audience, speaker) => {
    await audience.bringToFront();
    await audience.keyboard.press("d");
    await draw(audience, [[100, 200], [500, 200]]);
    const drawn = await both(audience, speaker, 1);
    await audience.keyboard.press("PageDown");
    await both(audience, speaker, 0);
    await audience.keyboard.press("PageUp");
    assert.deepEqual(await both(audience, speaker, 1), drawn);
    for (const page of [audience, speaker]) {
      await page.reload();
      await settled(page);
      assert.deepEqual(await both(audience, speaker, 1), drawn);
    }
    await speaker.evaluate(() => {
      sessionStorage.clear();
      addEventListener("pagehide", () => sessionStorage.clear());
    });
    await speaker.reload();
    await settled(speaker);
    assert.deepEqual(await both(audience, speaker, 1), drawn);
    // A window that was away does not bring back what was undone meanwhile.
    await audience.bringToFront();
    await audience.keyboard.press("Control+z");
    await both(audience, speaker, 0);
    await speaker.reload();
    await settled(speaker);
    await both(audience, speaker, 0);
  }));

test("with the pen a finger draws and turns no page; beside a pen it is the palm; pressure makes strokes wider", () =>
  windows({ alone: true, context: { hasTouch: true } }, async (audience) => {
    const devtools = await audience.context().newCDPSession(audience);
    const swipe = async (y) => {
      const at = async (type, x) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
      await at("touchStart", 900);
      for (let x = 880; x >= 300; x -= 40) await at("touchMove", x);
      await at("touchEnd");
      await settled(audience);
    };
    const { slide } = await place(audience);
    await audience.keyboard.press("d");
    await swipe(300);
    assert.equal((await place(audience)).slide, slide);
    assert.equal((await ink(audience)).length, 1);
    const pen = (type, x, force) => devtools.send("Input.dispatchMouseEvent", { type, x, y: 420, button: "left", buttons: 1, clickCount: 1, pointerType: "pen", force });
    await pen("mousePressed", 300, 0.1);
    for (let step = 1; step <= 10; step += 1) await pen("mouseMoved", 300 + step * 40, step / 10);
    await pen("mouseReleased", 700, 0);
    await settled(audience);
    const widths = await audience.evaluate(() => [...document.querySelectorAll("main.deck > .slide:not([hidden]) .ink g:last-child path")].map((path) => Number(path.getAttribute("stroke-width"))));
    assert.ok(widths.length > 3 && Math.max(...widths) > 2 * Math.min(...widths), `${widths}`);
    await swipe(500);
    assert.equal((await ink(audience)).length, 2, "the palm leaves no ink");
    assert.equal((await place(audience)).slide, slide);
    await audience.keyboard.press("Escape");
    await swipe(500);
    assert.notDeepEqual(await place(audience), { slide, step: 0 }, "without a tool a finger turns the page");
  }));

test("in full screen clicks turn no page while a tool is on, while zoomed, or on a picture; keys always do", () =>
  windows({ alone: true }, async (audience) => {
    await audience.keyboard.press("f");
    await until(audience, () => !!document.fullscreenElement);
    const start = await place(audience);
    for (const key of ["l", "x", "d", "z"]) {
      await audience.keyboard.press(key);
      await settled(audience);
      await audience.mouse.click(30, 400);
      assert.deepEqual(await place(audience), start, key);
      await audience.keyboard.press("PageDown");
      assert.notDeepEqual(await place(audience), start, key);
      await audience.keyboard.press("PageUp");
      await audience.keyboard.press("Escape");
    }
    await audience.locator("main.deck > .slide:not([hidden]) .picture > :is(img, svg)").first().click();
    assert.deepEqual(await place(audience), start);
    await audience.mouse.click(30, 400);
    assert.notDeepEqual(await place(audience), start);
  }));

test("a reader sees neither tools nor ink; paper shows the ink", () =>
  windows({ alone: true }, async (audience) => {
    await audience.keyboard.press("d");
    await draw(audience, [[100, 200], [500, 200]]);
    const shown = () => audience.evaluate(() => [".glass", ".tools", "#discriminative .ink"].map((name) => getComputedStyle(document.querySelector(name)).display !== "none"));
    assert.deepEqual(await shown(), [true, true, true]);
    await audience.keyboard.press("r");
    assert.deepEqual(await shown(), [false, false, false]);
    assert.equal(await audience.evaluate(() => document.documentElement.dataset.tool), undefined, "the tool is put down");
    await audience.keyboard.press("r");
    await audience.emulateMedia({ media: "print" });
    assert.deepEqual(await shown(), [false, false, true]);
    const pages = (await audience.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.equal(pages, await audience.evaluate(() => deckle.stage.slides.length));
  }));

test("a long stroke is kept in pieces, and the oldest ink of a slide gives way", () =>
  windows({ alone: true }, async (audience) => {
    await audience.keyboard.press("d");
    await audience.evaluate(async () => {
      const glass = document.querySelector(".glass");
      const point = (type, at) => glass.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: 100 + (at % 900), clientY: 100 + (at % 397), isPrimary: true, bubbles: true }));
      glass.setPointerCapture = () => {};
      point("pointerdown", 0);
      for (let at = 1; at < 60000; at += 1) {
        point("pointermove", at);
        if (at % 3000 === 0) await new Promise(requestAnimationFrame);
      }
      point("pointerup", 60000);
    });
    await settled(audience);
    await audience.waitForTimeout(600);
    const { strokes, numbers } = await audience.evaluate(() => {
      dispatchEvent(new Event("pagehide"));
      const [[, marks]] = JSON.parse(sessionStorage.getItem("deckle stage" + location.pathname)).ink.pages;
      return { strokes: marks.length, numbers: marks.map((mark) => mark.points.length) };
    });
    const sum = numbers.reduce((sum, number) => sum + number, 0);
    assert.ok(strokes > 10 && Math.max(...numbers) <= 6000, `${numbers}`);
    assert.ok(sum > 100000 && sum <= 150000, `${sum} numbers are kept`);
  }));
