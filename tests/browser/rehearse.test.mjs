// A rehearsal in a real browser: what the page does stands in the file, whichever side dies first.
// Manual page: tests/spec/rehearse.md
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./harness.mjs";
import { rehearse, until } from "./watched.mjs";

const TALK = `---
duration: 5m
---

# The colour of paper

---

## Rags {#rags time=40s}

One.

. . .

Two.

<!-- Say what gelatine does. -->

---

## Wood {#wood time=60s}

Words.
`;

let browser;
let folder;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
});

/** A folder with the talk, and with these earlier runs. */
function begin(runs = "") {
  folder = mkdtempSync(join(tmpdir(), "rehearse-"));
  writeFileSync(join(folder, "talk.md"), TALK);
  if (runs) writeFileSync(join(folder, "rehearsals.jsonl"), runs);
  return join(folder, "talk.md");
}

/** The lines of the file. */
function lines() {
  const path = join(folder, "rehearsals.jsonl");
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const events = () => lines().map(({ event }) => event);

test("every place that is reached stands in the file, once, though two windows say it", async () => {
  const rehearsed = await rehearse(begin());
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.goto(rehearsed.address);
  const [presenter] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("s")]);
  await presenter.waitForFunction(() => globalThis.deckle?.stage.accompanied());
  await page.keyboard.press("ArrowRight");
  await until(() => events().includes("go"));
  /** Presses a key in a window, and waits until both have written down so much. */
  const press = async (window, key, count) => {
    await window.keyboard.press(key);
    for (const one of [page, presenter]) await one.waitForFunction((count) => globalThis.deckle.stage.session.log.length === count, count);
  };
  await press(presenter, "ArrowRight", 2);
  await press(presenter, "m", 3);
  await press(page, "q", 4);
  await press(page, "q", 5);
  await page.reload();
  await page.waitForFunction(() => globalThis.deckle?.stage.accompanied());
  await page.keyboard.press("ArrowRight");
  await until(() => lines().some(({ slide }) => slide === "wood"), () => JSON.stringify(lines()));
  const wanted = lines().filter(({ n }) => n !== undefined).map(({ event, slide, step }) => `${event} ${slide} ${step}`);
  assert.deepEqual(wanted.slice(-6), ["go rags 0", "go rags 1", "mark rags 1", "question rags 1", "answered rags 1", "go wood 0"]);
  // The clock goes on; the browser goes away, and the last tick is the run's end.
  await until(() => page.evaluate(() => Date.now() - globalThis.deckle.stage.session.clock.since + globalThis.deckle.stage.session.clock.kept > 2500));
  await context.close();
  await until(() => events().at(-1) === "end", () => JSON.stringify(events()));
  assert.ok(lines().at(-1).at >= 1, JSON.stringify(lines().at(-1)));
  assert.equal(await rehearsed.stop(), 0);
  assert.match(rehearsed.said, /Rags/);
  assert.match(readFileSync(join(folder, "rehearsal.html"), "utf8"), /Rehearsal 1/);
  rmSync(folder, { recursive: true });
});

test("a server that is killed is told everything by the page when another comes", async () => {
  const talk = begin();
  const first = await rehearse(talk);
  const port = new URL(first.address).port;
  const page = await (await browser.newContext()).newPage();
  await page.goto(first.address);
  await page.keyboard.press("ArrowRight");
  await until(() => events().includes("go"));
  first.child.kill("SIGKILL");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const second = await rehearse(talk, "--port", port);
  await until(() => lines().some(({ slide }) => slide === "wood"), () => JSON.stringify(lines()));
  await second.stop();
  assert.equal(lines().filter(({ event }) => event === "start").length, 1);
  const numbers = lines().flatMap(({ n }) => (n === undefined ? [] : [n]));
  assert.deepEqual(numbers, [...numbers.keys()]);
  await page.context().close();
  rmSync(folder, { recursive: true });
});

test("the presenter window shows what the slide took before, and nothing of time when it is blind", async () => {
  const line = (event, rest) => JSON.stringify({ run: "r1", event, ...rest });
  const earlier = [
    line("start", { talk: "talk.md", time: "2026-11-01T09:00:00Z" }),
    line("go", { n: 0, slide: "rags", step: 0, at: 0, asked: 0 }),
    line("go", { n: 1, slide: "rags", step: 1, at: 40, asked: 0 }),
    line("go", { n: 2, slide: "wood", step: 0, at: 82, asked: 0 }),
    line("end", { at: 150, asked: 0 }),
  ].join("\n");
  const talk = begin(earlier + "\n");
  for (const blind of [false, true]) {
    const rehearsed = await rehearse(talk, "--from", "rags", ...(blind ? ["--blind"] : []));
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(rehearsed.address);
    const [presenter] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("s")]);
    await presenter.waitForFunction(() => globalThis.deckle?.stage.accompanied());
    const shown = () => presenter.locator(".earlier").evaluate((one) => [one.textContent, getComputedStyle(one).visibility]);
    await until(async () => (await shown())[0] === "last: 1:22", () => "no earlier time");
    assert.equal((await shown())[1], blind ? "hidden" : "visible");
    for (const part of [".time b", ".pace", ".wall b", ".spent small"]) {
      assert.equal(await presenter.locator(part).first().evaluate((one) => getComputedStyle(one).visibility), blind ? "hidden" : "visible", part);
    }
    await presenter.setViewportSize({ width: 1280, height: 720 });
    if (process.env.SHOTS) await presenter.screenshot({ path: join(process.env.SHOTS, blind ? "blind.png" : "presenter.png") });
    await context.close();
    await rehearsed.stop();
  }
  rmSync(folder, { recursive: true });
});
