// Clips and frames in a real Chromium: when they play, when they do not, and what is asked of whom. Manual: tests/spec/media.md.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./harness.mjs";
import { goTo } from "./walk.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DECKLE = process.env.DECKLE ?? ["release", "debug"].map((kind) => join(ROOT, "target", kind, "deckle")).find(existsSync);
const TALK = `# Clips

---

## Two steps {#steps}

Words.

. . .

![Colours](dyes.webm){autoplay loop muted poster=mill.svg}

---

## Other {#other}

![Colours](dyes.webm){autoplay muted restart start=1}

![A tone](tone.opus)

---

## Page {#page}

![A demo](https://demo.example/start){poster=mill.svg}

![A film](https://youtu.be/abcDEF123_-?t=90)
`;

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), "deckle-media-"));
  for (const name of ["dyes.webm", "tone.opus", "mill.svg"]) cpSync(join(ROOT, "decks/tour", name), join(folder, name));
  build(TALK, "inside");
  build(`---\nmedia: beside\n---\n\n${TALK}`, "beside #1");
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

function build(talk, name) {
  writeFileSync(join(folder, "talk.md"), talk);
  execFileSync(DECKLE, ["build", "talk.md", "-o", `${name}.html`, "--quiet"], { cwd: folder });
}

/** What the clips of a slide do: moved within a third of a second, time, controls. */
const state = (page, id) =>
  page.evaluate(async (id) => {
    const clips = [...document.querySelectorAll(`#${id} :is(video, audio)`)];
    const before = clips.map((clip) => clip.currentTime);
    await new Promise((done) => setTimeout(done, 350));
    return clips.map((clip, index) => ({ moves: clip.currentTime !== before[index], paused: clip.paused, time: clip.currentTime, controls: clip.controls, width: clip.videoWidth }));
  }, id);

/** Waits until a clip of the slide plays or not. */
const until = (page, id, playing) =>
  page.waitForFunction(([id, playing]) => {
    const clip = document.querySelector(`#${id} video`);
    return playing ? !clip.paused && clip.currentTime > 0 : clip.paused;
  }, [id, playing], { timeout: 5000 });

for (const name of ["inside", "beside #1"]) {
  describe(`clips ${name}`, () => {
    // Files beside the deck are asked for from file://, which the watch of `open` would call a request.
    async function visit(options, use) {
      const { page, problems } = await open(browser, join(folder, `${name}.html`), { reducedMotion: "no-preference", ...options });
      await use(page);
      await page.context().close();
      const own = problems.filter((problem) => !/^request: file:\/\/.*beside%20%231\.media\/(dyes\.webm|tone\.opus)$/.test(problem));
      assert.deepEqual(own, []);
      if (name === "inside") assert.deepEqual(problems, []);
    }

    test("a clip starts when its step is reached, stops when its slide is left, goes on when it is back", () =>
      visit({}, async (page) => {
        await page.keyboard.press("ArrowRight");
        assert.ok((await state(page, "steps"))[0].paused, "its step is not reached");
        await goTo(page, "steps", 1);
        await until(page, "steps", true);
        const [first] = await state(page, "steps");
        assert.ok(first.moves && !first.controls && first.width === 480, JSON.stringify(first));
        await goTo(page, "other", 0);
        await until(page, "other", true);
        const [left] = await state(page, "steps");
        assert.ok(left.paused && !left.moves && left.time > 0, JSON.stringify(left));
        const [there, tone] = await state(page, "other");
        assert.ok(there.time >= 1 && tone.paused && tone.controls, JSON.stringify([there, tone]));
        await goTo(page, "steps", 1);
        await until(page, "steps", true);
        assert.ok((await state(page, "steps"))[0].time >= left.time || left.time > 2, "it went on");
        assert.ok((await state(page, "other"))[0].paused);
      }));

    test("a reload brings the clip's time back, a step back stops it", () =>
      visit({}, async (page) => {
        await goTo(page, "steps", 1);
        await until(page, "steps", true);
        await page.evaluate(() => { document.querySelector("#steps video").currentTime = 2; });
        await page.keyboard.press("ArrowLeft");
        await until(page, "steps", false);
        await page.reload();
        await page.keyboard.press("ArrowRight");
        await until(page, "steps", true);
        assert.ok((await state(page, "steps"))[0].time > 1.5);
      }));

    test("where less motion is wanted nothing starts by itself, and there are controls", () =>
      visit({ reducedMotion: "reduce" }, async (page) => {
        await goTo(page, "steps", 1);
        const [clip] = await state(page, "steps");
        assert.ok(clip.paused && clip.controls, JSON.stringify(clip));
      }));

    test("on paper and in the reader view stands the poster, or the words", () =>
      visit({}, async (page) => {
        await goTo(page, "steps", 1);
        await until(page, "steps", true);
        const seen = () =>
          page.evaluate(() =>
            [...document.querySelectorAll(".clip, .embed")].map((box) => ({
              players: [...box.querySelectorAll("video, audio, iframe, button")].filter((part) => part.checkVisibility()).length,
              still: [...box.querySelectorAll(".still, .card")].some((part) => part.checkVisibility({ visibilityProperty: true })),
            })));
        await page.emulateMedia({ media: "print" });
        for (const box of await seen()) assert.deepEqual(box, { players: 0, still: true });
        await page.emulateMedia({ media: "screen" });
        await page.keyboard.press("r");
        const reader = await page.evaluate(() => [...document.querySelectorAll(".deck video")].map(({ paused, controls }) => ({ paused, controls })));
        for (const clip of reader) assert.deepEqual(clip, { paused: true, controls: true });
      }));
  });
}

test("the presenter's window holds no clip, says what the audience's does, and stops it by a click", async () => {
  const { page, close } = await open(browser, join(folder, "inside.html"), { reducedMotion: "no-preference" });
  const presenter = await page.context().newPage();
  await presenter.goto(page.url().split("#")[0] + "#presenter");
  await presenter.waitForFunction(() => globalThis.deckle?.stage.accompanied());
  assert.equal(await presenter.locator("video, audio").count(), 0);
  await presenter.bringToFront();
  await presenter.keyboard.press("ArrowRight");
  await presenter.keyboard.press("ArrowRight");
  const box = presenter.locator('.deck [data-media="steps-m1"]');
  await until(page, "steps", true);
  await presenter.waitForFunction(() => /^> 0:0/.test(document.querySelector('.deck [data-media="steps-m1"]').dataset.state ?? ""));
  await box.click();
  await until(page, "steps", false);
  await presenter.waitForFunction(() => /^\|\| 0:0/.test(document.querySelector('.deck [data-media="steps-m1"]').dataset.state ?? ""));
  await close();
});

test("a page is asked for by a click alone, and from its own host alone", async () => {
  const { page } = await open(browser, join(folder, "inside.html"), { online: true, hash: "#page" });
  const asked = [];
  await page.context().route(/^https?:/, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/html", body: '<title>x</title><img src="https://other.example/pixel.png">there' });
  });
  const refused = [];
  page.on("console", (message) => refused.push(message.text()));
  await page.waitForTimeout(500);
  assert.deepEqual(asked, []);
  assert.equal(await page.locator("iframe").count(), 0);
  await page.click("#page .embed >> nth=0 >> button");
  await page.waitForFunction(() => document.querySelector("#page iframe"));
  await page.frameLocator("#page iframe").getByText("there").waitFor();
  assert.equal(asked[0], "https://demo.example/start");
  assert.ok(!asked.some((url) => url.includes("youtube")), asked.join());
  const frame = await page.evaluate(() => {
    const { title, referrerPolicy, allow } = document.querySelector("#page iframe");
    return { title, referrerPolicy, allow, sandbox: document.querySelector("#page iframe").getAttribute("sandbox") };
  });
  assert.match(frame.sandbox, /allow-scripts/);
  assert.doesNotMatch(frame.sandbox, /top-navigation/);
  assert.equal(frame.title, "A demo");
  await page.click("#page .embed >> nth=1 >> button");
  await page.waitForFunction(() => document.querySelectorAll("#page iframe").length === 2);
  await page.waitForTimeout(300);
  assert.ok(asked.includes("https://www.youtube-nocookie.com/embed/abcDEF123_-?autoplay=1&start=90"), asked.join());
  // The player falls silent with its slide, the page stays as it is.
  await goTo(page, "other", 0);
  assert.equal(await page.locator("iframe").count(), 1);
  // Another host is refused by the deck's own policy.
  const before = asked.length;
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "https://evil.example/";
    document.body.append(frame);
  });
  await page.waitForTimeout(300);
  assert.ok(!asked.slice(before).some((url) => url.includes("evil")), asked.join());
  assert.ok(refused.some((text) => /frame-src/.test(text)), refused.join("\n"));
  await page.context().close();
});
