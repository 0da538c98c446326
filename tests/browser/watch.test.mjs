// What a page of `deckle watch` keeps while its talk is edited, in Chromium: the laptop's two windows, saves as editors make them.
// Manual page: tests/spec/watch.md
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { launch } from "./harness.mjs";
import { replace, until, watch } from "./watched.mjs";

const CLIP = fileURLToPath(new URL("../../decks/tour/dyes.webm", import.meta.url));
const PLOT = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="${colour}"/></svg>`;
const TALK = `---
title: Watched
duration: 20m
---

# Watched {#opening}

---

<!-- include: part.md -->

---

## Steps {#steps}

::: steps
- one
- two
- three
:::

<!-- Say one thing. -->

---

## Wide code {#wide}

\`\`\`python {from="code.py#part"}
\`\`\`

---

## A clip {#clip}

![the dyes run](dyes.webm){controls}

---

## A plot {#plot}

![a plot](plot.svg)

---

## Thanks {#thanks}

Bye
`;
const PART = "## Included {#included}\n\nfrom another file\n";
const CODE = (line) => `# region part\n${line}\n# endregion\n`;
const WIDE = (name) => `${name} = "${"wide ".repeat(60)}"`;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A watched talk with the audience's page open, and the presenter's if asked; `close` says what went wrong on any page. */
async function scene({ presenter = false, options = [], code = "a = 1" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "watch-"));
  const talk = join(folder, "talk.md");
  writeFileSync(talk, TALK);
  writeFileSync(join(folder, "part.md"), PART);
  writeFileSync(join(folder, "code.py"), CODE(code));
  writeFileSync(join(folder, "plot.svg"), PLOT("red"));
  copyFileSync(CLIP, join(folder, "dyes.webm"));
  const watched = await watch(talk, ...options);
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
  const problems = [];
  const opened = async (hash) => {
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(watched.address + hash);
    await page.evaluate(() => {
      globalThis.unchanged = true;
      return document.fonts.ready.then(() => true);
    });
    return page;
  };
  const page = await opened("");
  const speaker = presenter ? await opened("#presenter") : null;
  if (speaker) await page.waitForFunction(() => globalThis.deckle.stage.accompanied());
  return {
    folder, talk, watched, page, speaker,
    /** Saves the talk after a change, and waits until the page shows it. */
    async edit(change, shows) {
      const text = readFileSync(talk, "utf8");
      const changed = change(text);
      assert.notEqual(changed, text, "the edit changes the talk");
      replace(talk, changed);
      await until(() => page.evaluate(shows), () => `not shown: ${shows}`);
    },
    /** Ends everything; nothing was loaded anew and nothing went wrong. */
    async close() {
      for (const one of [page, speaker]) if (one) assert.ok(await one.evaluate(() => globalThis.unchanged), "a page was loaded anew");
      await context.close();
      await watched.stop();
      rmSync(folder, { recursive: true });
      assert.deepEqual(problems, []);
    },
  };
}

/** Where a window is: the id of its slide and the step. */
const place = (page) =>
  page.evaluate(() => {
    const { stage } = globalThis.deckle;
    const [here] = [...document.querySelectorAll(".deck > .slide")].filter((slide) => slide.checkVisibility());
    return [here.id, stage.session.at.step, here.querySelectorAll("[data-show]:not([data-off])").length];
  });
const go = (page, hash) => page.evaluate((hash) => (location.hash = hash), hash);

describe("the place is kept", () => {
  test("through inserting, deleting, reordering, retitling and editing, with step, clock and both windows", async () => {
    const { page, speaker, edit, close } = await scene({ presenter: true });
    await page.bringToFront();
    await go(page, "#steps");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await place(page), ["steps", 2, 2]);
    const since = await page.evaluate(() => globalThis.deckle.stage.session.clock.since);
    assert.ok(since > 0);
    const kept = async (what, id = "steps") => {
      assert.deepEqual(await place(page), [id, 2, 2], what);
      await until(async () => JSON.stringify(await place(speaker)) === JSON.stringify([id, 2, 2]), () => `the presenter's window, ${what}`);
      assert.equal(await page.evaluate(() => globalThis.deckle.stage.session.clock.since), since, `the clock, ${what}`);
    };
    const count = (number) => `document.querySelectorAll(".deck > .slide").length === ${number}`;
    await edit((text) => text.replace("## Steps", "## New {#new}\n\nwords\n\n---\n\n## Steps"), count(8));
    await kept("inserted before");
    assert.equal(await speaker.locator(".said .notes").innerText(), "Say one thing.");
    await edit((text) => text.replace("## New {#new}\n\nwords\n\n---\n\n", ""), count(7));
    await kept("deleted before");
    await edit((text) => text.replace(/(## Steps[^]*?)\n---\n\n(## Wide[^]*?)\n---\n/, "$2\n---\n\n$1\n---\n"), 'document.querySelector("#wide").nextElementSibling.id === "steps"');
    await kept("moved behind its neighbour");
    await edit((text) => text.replace("- one", "- the first"), 'document.querySelector("#steps").textContent.includes("the first")');
    await kept("edited");
    await edit((text) => text.replace("Say one thing.", "Say another thing."), "true");
    await until(async () => (await speaker.locator(".said .notes").innerText()) === "Say another thing.");
    await kept("notes edited");
    await edit((text) => text.replace("## Steps {#steps}", "## Three of them"), 'document.querySelector("#three-of-them")');
    await kept("retitled", "three-of-them");
    await until(() => page.evaluate(() => location.hash === "#three-of-them.2"), () => "the address follows");
    await edit((text) => text.replace("- three\n", "").replace("- two\n", ""), '!document.querySelector("#three-of-them").textContent.includes("two")');
    assert.deepEqual(await place(page), ["three-of-them", 1, 1], "a slide with fewer steps is complete");
    await close();
  });

  test("included files, pictures, code, the theme and the front matter too; the scroll of wide code and ink stay", async () => {
    const { page, folder, edit, close } = await scene({ code: WIDE("before") });
    await go(page, "#wide");
    await page.keyboard.press("d");
    await page.mouse.move(400, 300);
    await page.mouse.down();
    await page.mouse.move(600, 400, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.press("Escape");
    const strokes = () => page.evaluate(() => document.querySelectorAll("#wide svg.ink g").length);
    await until(async () => (await strokes()) === 1);
    await page.evaluate(() => (document.querySelector("#wide pre").scrollLeft = 80));
    assert.equal(await page.evaluate(() => document.querySelector("#wide pre").scrollLeft), 80);
    replace(join(folder, "part.md"), PART.replace("another file", "a file that was edited"));
    await page.waitForFunction(() => document.querySelector("#included").textContent.includes("that was edited"));
    assert.equal(await page.evaluate(() => document.querySelector("#wide pre").scrollLeft), 80);
    replace(join(folder, "plot.svg"), PLOT("blue"));
    await page.waitForFunction(() => document.querySelector("#plot svg path, #plot img"));
    await until(() => page.evaluate(() => /blue/.test(document.querySelector("#plot").innerHTML)), () => "the plot is still red");
    replace(join(folder, "code.py"), CODE(WIDE("after")));
    await page.waitForFunction(() => document.querySelector("#wide pre").textContent.includes("after"));
    await until(async () => (await strokes()) === 1, () => "the ink is gone with the edit of its slide");
    assert.equal(await page.evaluate(() => document.querySelector("#wide pre").scrollLeft), 80, "also on the slide that was edited");
    await edit((text) => text.replace("title: Watched", "title: Renamed\naspect: '4:3'"), 'document.title === "Renamed"');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.aspect), "4:3");
    assert.equal((await place(page))[0], "wide");
    mkdirSync(join(folder, "elsewhere")); // nobody asked for it
    await close();
  });

  test("a video goes on from where it was", async () => {
    const { page, edit, close } = await scene();
    await go(page, "#clip");
    await page.waitForFunction(() => document.querySelector("#clip video").readyState > 0);
    await page.evaluate(() => (document.querySelector("#clip video").currentTime = 0.4));
    await page.waitForFunction(() => Math.abs(document.querySelector("#clip video").currentTime - 0.4) < 0.01);
    await edit((text) => text.replace("## A clip", "## The clip").replace("Bye", "Good bye"), 'document.querySelector("#clip").textContent.includes("The clip")');
    await until(() => page.evaluate(() => Math.abs(document.querySelector("#clip video").currentTime - 0.4) < 0.05), () => "the video began anew");
    await close();
  });
});

describe("what is wrong", () => {
  test("a broken talk leaves the last good deck and says where; the strip goes when it is mended", async () => {
    const { page, talk, watched, close } = await scene();
    await go(page, "#plot");
    const whole = readFileSync(talk, "utf8");
    writeFileSync(talk, Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    await page.waitForFunction(() => !document.querySelector(".findings").hidden);
    assert.match(await page.locator(".findings").innerText(), /talk\.md:1:1/);
    assert.equal((await place(page))[0], "plot");
    replace(talk, whole.replace("plot.svg", "plott.svg"));
    await page.waitForFunction(() => document.querySelector(".findings").textContent.includes("plott.svg"));
    assert.match(await page.locator(".findings").innerText(), /talk\.md:\d+:\d+/);
    assert.match(watched.said, /error\[picture-missing\]/);
    replace(talk, whole);
    await page.waitForFunction(() => document.querySelector(".findings").hidden);
    await close();
  });

  test("what the browser finds too large comes back to the terminal with its place", async () => {
    const { page, talk, watched, edit, close } = await scene();
    await edit((text) => text.replace("Bye", "word ".repeat(900)), 'document.querySelector("#thanks").textContent.length > 4000');
    await go(page, "#thanks");
    const line = readFileSync(talk, "utf8").split("\n").indexOf("## Thanks {#thanks}") + 1;
    await until(() => watched.said.includes("slide-overflow"), () => watched.said);
    await until(() => watched.said.includes(`talk.md:${line}:1`), () => watched.said);
    // The slide says it too, in a corner that goes when all of it fits.
    const corner = () => page.evaluate(() => getComputedStyle(document.querySelector("#thanks"), "::after").content);
    assert.match(await corner(), /px/);
    await edit((text) => text.replace(/(word )+/, "Bye"), 'document.querySelector("#thanks").textContent.length < 400');
    await page.waitForFunction(() => getComputedStyle(document.querySelector("#thanks"), "::after").content === "none");
    await close();
  });

  test("a server that was ended and started anew at its port finds its pages again", async () => {
    const { page, talk, watched, close } = await scene();
    await go(page, "#plot");
    await watched.stop();
    writeFileSync(talk, readFileSync(talk, "utf8").replace("## A plot {#plot}", "## The plot {#plot}"));
    const again = await watch(talk, "--port", new URL(watched.address).port);
    await page.waitForFunction(() => document.querySelector("#plot").textContent.includes("The plot"), null, { timeout: 15_000 });
    assert.equal((await place(page))[0], "plot");
    await again.stop();
    await close().catch((error) => assert.match(error.message, /ERR_CONNECTION_REFUSED|WebSocket/));
  });
});

test("--follow goes to the slide that was saved, but never away from a presenter", async () => {
  const { page, edit, close } = await scene({ options: ["--follow"] });
  await edit((text) => text.replace("Bye", "Good bye"), "globalThis.deckle.stage.slides[globalThis.deckle.stage.shown.slide].id === 'thanks'");
  await close();
  const led = await scene({ presenter: true, options: ["--follow"] });
  await led.edit((text) => text.replace("Bye", "Good bye"), 'document.querySelector("#thanks").textContent.includes("Good bye")');
  assert.equal((await place(led.page))[0], "opening");
  await led.close();
});
