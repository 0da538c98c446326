// The presenter window beside the audience's, in a real Chromium over file://. Manual: tests/spec/stage.md.
// Needs the decks that `tests/run decks` builds.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./harness.mjs";

const BUILT = process.env.DECKLE_BUILT ?? fileURLToPath(new URL("../../target/decks/", import.meta.url));
const NOTES = join(BUILT, "cs-461-apertus.presenter.html");
const PUBLIC = join(BUILT, "cs-461-apertus.html");

let browser;
before(async () => {
  for (const deck of [NOTES, PUBLIC]) assert.ok(existsSync(deck), `${deck} is not there: \`tests/run decks\` builds it`);
  browser = await launch();
});
after(() => browser?.close());

const address = (deck, hash = "") => pathToFileURL(deck).href + hash;
const text = (page, selector) => page.locator(selector).first().textContent();
const state = (page) => page.evaluate(() => globalThis.deckle.session());
const settle = (page) => page.waitForTimeout(120);

/** Waits until a question about the page is answered as wanted; says what it was if not. */
async function until(page, question, wanted, argument) {
  let is;
  for (let tries = 0; tries < 60; tries += 1) {
    is = await page.evaluate(question, argument);
    if (JSON.stringify(is) === JSON.stringify(wanted)) return;
    await page.waitForTimeout(50);
  }
  assert.deepEqual(is, wanted);
}
const shown = (page, wanted) => until(page, () => [globalThis.deckle.session().shown.slide, globalThis.deckle.session().shown.step], wanted);
const accompanied = (page, wanted = true) => until(page, () => globalThis.deckle.stage.accompanied(), wanted);
const go = (page, slide, step = 0) => page.evaluate(([slide, step]) => globalThis.deckle.stage.act("jump", { slide, step }), [slide, step]);

/** Any error of any window of the context fails the test that opened it. */
async function context(options = {}) {
  const made = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", offline: true, ...options });
  const problems = [];
  made.on("page", (page) => {
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  });
  const close = made.close.bind(made);
  made.close = async () => {
    await close();
    assert.deepEqual(problems, []);
  };
  return made;
}

/** The audience's window and the presenter window that `S` opened. */
async function two(deck = NOTES, options = {}) {
  const windows = await context(options);
  const audience = await windows.newPage();
  await audience.goto(address(deck, options.hash));
  const [speaker] = await Promise.all([windows.waitForEvent("page"), audience.keyboard.press(options.key ?? "s")]);
  await speaker.waitForFunction(() => globalThis.deckle?.stage.accompanied());
  await accompanied(audience);
  await speaker.setViewportSize(options.viewport ?? { width: 1440, height: 900 });
  return { windows, audience, speaker, close: () => windows.close() };
}

/** A copy of the next step has the picture that the slide itself will have. */
async function pixels(page, selector) {
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return page.locator(selector).first().screenshot({ animations: "disabled" });
}

describe("two windows", () => {
  test("S opens the same file at #presenter, again only brings it to the front; either drives", async () => {
    const { windows, audience, speaker, close } = await two();
    assert.equal(speaker.url(), address(NOTES, "#presenter"));
    await audience.keyboard.press("s");
    await audience.keyboard.press("p");
    await settle(audience);
    assert.equal(windows.pages().length, 2);
    await speaker.keyboard.press("ArrowRight");
    await shown(audience, [1, 0]);
    await audience.keyboard.press("PageDown");
    await shown(speaker, [2, 0]);
    assert.equal(await speaker.evaluate(() => location.hash), "#presenter");
    await speaker.keyboard.press("s");
    await settle(speaker);
    assert.equal(windows.pages().length, 2);
    await close();
  });

  test("a reload of either keeps place, step and clock", async () => {
    const { audience, speaker, close } = await two();
    await speaker.keyboard.press("ArrowRight");
    await go(speaker, 14, 3);
    await shown(audience, [14, 3]);
    const { clock } = await state(speaker);
    assert.ok(clock.since > 0);
    for (const page of [speaker, audience, speaker]) {
      await page.reload();
      await accompanied(page);
      await shown(page, [14, 3]);
      assert.deepEqual((await state(page)).clock, clock);
    }
    // What happened while a window was being read anew is asked of the other.
    await audience.evaluate(() => sessionStorage.clear());
    await go(speaker, 19, 1);
    await audience.reload();
    await shown(audience, [19, 1]);
    await close();
  });

  test("closed and opened again, either comes back to the same place", async () => {
    const { windows, audience, speaker, close } = await two();
    await go(audience, 14, 4);
    await shown(speaker, [14, 4]);
    await speaker.close();
    await accompanied(audience, false);
    // A window that is still closing is found by its name, and no new one is opened: people press once more, a second later.
    let again;
    for (let tries = 0; !again && tries < 10; tries += 1) {
      [again] = await Promise.all([windows.waitForEvent("page", { timeout: 2000 }).catch(() => null), audience.keyboard.press("p")]);
    }
    await again.waitForFunction(() => globalThis.deckle?.stage.accompanied());
    await shown(again, [14, 4]);
    await accompanied(audience);
    await audience.close();
    await accompanied(again, false);
    await again.locator(".call").waitFor({ state: "visible" });
    const [audienceAgain] = await Promise.all([windows.waitForEvent("page"), again.locator(".call").click()]);
    await audienceAgain.waitForFunction(() => globalThis.deckle?.stage.accompanied());
    await shown(audienceAgain, [14, 4]);
    assert.equal(await audienceAgain.evaluate(() => document.documentElement.classList.contains("stage")), true);
    await accompanied(again);
    assert.equal(await again.locator(".call").isVisible(), false);
    await again.keyboard.press("ArrowRight");
    await shown(audienceAgain, [14, 5]);
    await close();
  });

  test("what a closing window still says after its goodbye does not bring it back; one that comes back does", async () => {
    for (const leaving of ["audience", "speaker"]) {
      const { [leaving]: page, close, ...other } = await two();
      const left = leaving === "audience" ? other.speaker : other.audience;
      await page.evaluate(() => dispatchEvent(new Event("pagehide")));
      await accompanied(left, false);
      await page.evaluate(() => globalThis.deckle.stage.act("next"));
      await page.waitForTimeout(2500); // windows tell each other every two seconds that they are there
      await accompanied(left, false);
      await page.evaluate(() => dispatchEvent(new Event("pageshow")));
      await accompanied(left);
      await close();
    }
  });

  test("opened by hand it works alone, and finds an audience that comes later", async () => {
    const windows = await context();
    const speaker = await windows.newPage();
    await speaker.goto(address(NOTES, "#presenter"));
    await speaker.keyboard.press("ArrowRight");
    await shown(speaker, [1, 0]);
    assert.equal(await speaker.locator(".call").count(), 1);
    const audience = await windows.newPage();
    await audience.goto(address(NOTES));
    await shown(audience, [1, 0]);
    await speaker.keyboard.press("ArrowRight");
    await shown(audience, [2, 0]);
    // Typed into a window that showed slides, the address makes it the speaker's.
    const third = await windows.newPage();
    await third.goto(address(NOTES));
    await Promise.all([third.waitForEvent("load"), third.evaluate(() => (location.hash = "#presenter"))]);
    await third.waitForFunction(() => document.documentElement.classList.contains("presenter"));
    await windows.close();
  });

  test("a blocked window leaves a plain link", async () => {
    const windows = await context();
    const audience = await windows.newPage();
    await audience.addInitScript(() => (window.open = () => null));
    await audience.goto(address(NOTES));
    await audience.keyboard.press("s");
    const link = audience.locator(".chip a");
    assert.equal(await link.textContent(), "presenter window");
    assert.equal(await link.getAttribute("target"), "_blank");
    assert.equal(await link.getAttribute("rel"), "opener");
    const [speaker] = await Promise.all([windows.waitForEvent("page"), link.click()]);
    await speaker.waitForFunction(() => globalThis.deckle?.stage.accompanied());
    await accompanied(audience);
    assert.equal(await link.count(), 0);
    await speaker.keyboard.press("ArrowRight");
    await shown(audience, [1, 0]);
    await windows.close();
  });
});

describe("the audience's screen", () => {
  test("held: the speaker goes on, the audience stays; released, it follows", async () => {
    const { audience, speaker, close } = await two();
    await go(speaker, 14, 2);
    await shown(audience, [14, 2]);
    const before = await pixels(audience, ".deck");
    await speaker.keyboard.press("Shift+F");
    await speaker.keyboard.press("ArrowRight");
    await shown(speaker, [14, 3]);
    await go(speaker, 30);
    await settle(audience);
    await shown(audience, [14, 2]);
    assert.ok(before.equals(await pixels(audience, ".deck")));
    assert.match(await text(speaker, ".badges"), /audience held on slide 15 of 76, step 3 of 8/);
    await speaker.keyboard.press("Shift+F");
    await shown(audience, [30, 0]);
    assert.equal(await text(speaker, ".badges"), "");
    await close();
  });

  test("black and white cover the audience's screen, the speaker still sees the slide; the next key only wakes", async () => {
    const { audience, speaker, close } = await two();
    for (const [key, cover, colour] of [["b", "black", "rgb(0, 0, 0)"], ["w", "white", "rgb(255, 255, 255)"]]) {
      await speaker.keyboard.press(key);
      await until(audience, () => document.documentElement.dataset.cover, cover);
      assert.equal(await audience.evaluate(() => getComputedStyle(document.querySelector(".deck"), "::after").backgroundColor), colour);
      assert.equal(await text(speaker, ".badges"), cover);
      assert.equal(await speaker.evaluate(() => document.documentElement.dataset.cover ?? null), null);
      await speaker.keyboard.press("ArrowRight");
      await until(audience, () => document.documentElement.dataset.cover ?? null, null);
      await shown(speaker, [0, 0]);
    }
    await close();
  });

  test("a question stops the talk's time and counts its own", async () => {
    const { speaker, close } = await two();
    await speaker.keyboard.press("ArrowRight");
    await speaker.keyboard.press("q");
    const { clock } = await state(speaker);
    assert.equal(clock.since, 0);
    assert.ok(clock.asking > 0);
    await until(speaker, () => document.querySelector(".asked").hasAttribute("data-running"), true);
    await until(speaker, () => document.querySelector(".asked b").textContent, "0:01");
    await speaker.locator(".asked").click();
    assert.ok((await state(speaker)).clock.since > 0);
    await close();
  });
});

describe("the panes", () => {
  test("what comes next: a step, then a slide, then the end; the preview is what will be shown", async () => {
    const { speaker, close } = await two();
    const next = () => text(speaker, ".then h2");
    await go(speaker, 14, 6);
    await until(speaker, () => document.querySelector(".then h2").textContent, "Next: step 8 of 8");
    const ids = await speaker.evaluate(() => [...document.querySelectorAll("[id]")].map((part) => part.id));
    assert.equal(new Set(ids).size, ids.length, "ids are unique");
    // Both panes at one size: the same picture.
    await speaker.addStyleTag({ content: ".desk > .now, .desk > .then { position: fixed !important; inset: 0 auto auto 0 !important; width: 640px !important; height: 360px !important; } html.present .desk > * > :is(.deck, .view) { width: 640px !important; height: 360px !important; margin: 0 !important; border-radius: 0 !important } .desk > .then > :is(h2, ol) { display: none !important } .canvas::after { display: none } .desk > .now { z-index: 1 } .desk.look > .now { z-index: 0 } .desk.look > .then { z-index: 1 }" });
    const clip = { x: 0, y: 0, width: 640, height: 360 };
    await speaker.evaluate(() => document.querySelector(".desk").classList.add("look"));
    const preview = await speaker.screenshot({ clip });
    await speaker.evaluate(() => document.querySelector(".desk").classList.remove("look"));
    await speaker.keyboard.press("ArrowRight");
    await settle(speaker);
    assert.ok(preview.equals(await speaker.screenshot({ clip })), "the preview of the step is the step");
    await until(speaker, () => document.querySelector(".then h2").textContent, "Next: Sidenote: masked models fill a gap and look both ways");
    await speaker.keyboard.press("End");
    await until(speaker, () => document.querySelector(".then h2").textContent, "End");
    assert.equal(await speaker.locator(".view .slide").count(), 0);
    assert.match(await next(), /End/);
    await close();
  });

  test("clock, place and the notes of the step", async () => {
    const { speaker, close } = await two();
    await go(speaker, 14, 2);
    assert.equal(await text(speaker, ".wall small"), "slide 15 of 76, step 3 of 8");
    assert.match(await text(speaker, ".wall b"), /^\d\d:\d\d$/);
    const current = speaker.locator(".notes > [aria-current=step]");
    assert.equal((await current.textContent()).trim(), "Subject found, so a verb becomes likely.");
    const inside = await speaker.evaluate(() => {
      const [box, part] = [".notes", ".notes > [aria-current]"].map((name) => document.querySelector("section " + name).getBoundingClientRect());
      return part.top >= box.top && part.bottom <= box.bottom;
    });
    assert.ok(inside, "the marked part is in sight");
    await speaker.locator(".time").click(); // the jump has started it
    const paused = (await state(speaker)).clock;
    assert.equal(paused.since, 0);
    await speaker.locator(".time").click();
    assert.ok((await state(speaker)).clock.since > 0);
    assert.equal(await speaker.evaluate(() => document.activeElement.localName), "body", "keys belong to the talk again");
    await speaker.keyboard.press(" ");
    await shown(speaker, [14, 3]);
    await close();
  });

  test("figures do not move the bar", async () => {
    const { speaker, close } = await two();
    await speaker.keyboard.press("ArrowRight");
    const boxes = () => speaker.evaluate(() => [...document.querySelectorAll(".bar > *, .now, .then, .said, .sections")].map((part) => [part.offsetLeft, part.offsetTop]));
    const places = await boxes();
    for (const seconds of [9, 71, 599, 1288, 2000]) {
      await speaker.evaluate((seconds) => {
        const { session } = globalThis.deckle.stage;
        Object.assign(session.clock, { since: Date.now(), kept: seconds * 1000 });
      }, seconds);
      await speaker.waitForTimeout(300);
      assert.deepEqual(await boxes(), places, `at ${seconds} s`);
    }
    await close();
  });

  test("the strip and the next slide lead to their slides", async () => {
    const { audience, speaker, close } = await two();
    await speaker.locator(".sections button", { hasText: "The machine" }).click();
    await shown(audience, [25, 0]);
    assert.equal(await speaker.locator(".sections [aria-current]").getAttribute("title"), "The machine");
    await settle(speaker);
    await speaker.locator(".view").click();
    await shown(audience, [26, 0]);
    await close();
  });

  test("the next step is drawn in less than 5 ms, after the slide itself has been painted", async () => {
    const windows = await context();
    const speaker = await windows.newPage();
    await speaker.addInitScript(() => {
      // Times whatever timer changes the pane of the next step.
      globalThis.times = [];
      const later = globalThis.setTimeout;
      globalThis.setTimeout = (run, ...rest) => later(() => {
        const before = document.querySelector(".view")?.firstChild;
        const start = performance.now();
        run();
        if (document.querySelector(".view")?.firstChild !== before) globalThis.times.push(performance.now() - start);
      }, ...rest);
    });
    await speaker.goto(address(NOTES, "#presenter"));
    await speaker.waitForFunction(() => globalThis.times.length > 0);
    const { times, early } = await speaker.evaluate(async () => {
      const view = document.querySelector(".view");
      globalThis.times.length = 0;
      let early = 0;
      for (let count = 0; count < 60; count += 1) {
        const before = view.firstChild;
        globalThis.deckle.stage.act("next");
        if (view.firstChild !== before) early += 1;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))));
      }
      return { times: globalThis.times.sort((one, other) => one - other), early };
    });
    assert.equal(early, 0, "a key never waits for the copy");
    assert.ok(times.length >= 55, `${times.length} copies`);
    assert.ok(times[Math.floor(times.length / 2)] < 5, `the median is ${times[Math.floor(times.length / 2)]} ms`);
    await windows.close();
  });
});

describe("the plan", () => {
  const folder = mkdtempSync(join(tmpdir(), "deckle-presenter-"));
  const planned = join(folder, "planned.html");
  before(() => {
    // Half a minute a slide, half an hour with five minutes of questions; slides 32 and 33 may be left out.
    const plan = `data-plan="${Array.from({ length: 76 }, () => 30).join(" ")}" data-duration="2580" data-questions="300"`;
    const html = readFileSync(NOTES, "utf8").replace(/<main class="deck"[^>]*>/, `<main class="deck" ${plan}>`);
    writeFileSync(planned, html.replaceAll(" data-optional", "").replaceAll(/(?<= data-number="3[23]")/g, " data-optional"));
  });
  after(() => rmSync(folder, { recursive: true }));
  const clock = (page, seconds) => page.evaluate((seconds) => {
    Object.assign(globalThis.deckle.stage.session.clock, { since: Date.now(), kept: seconds * 1000 });
  }, seconds);

  test("in words: on time, behind, ahead; and what to skip", async () => {
    const { audience, speaker, close } = await two(planned);
    const pill = (words) => until(speaker, () => document.querySelector(".pace b").textContent, words);
    await pill("");
    assert.equal(await text(speaker, ".time small"), "of 38:00 + 5:00");
    assert.equal(await text(speaker, ".left b"), "38:00");
    await speaker.keyboard.press("t"); // on the first slide: the whole plan counts
    await go(speaker, 30); // 15:00 to 15:30
    await clock(speaker, 915);
    await pill("on time");
    assert.equal(await text(speaker, ".pace button"), "");
    await clock(speaker, 700);
    await until(speaker, () => /^3:[12]\d ahead$/.test(document.querySelector(".pace b").textContent), true);
    await clock(speaker, 1000);
    await until(speaker, () => /^1:1\d behind$/.test(document.querySelector(".pace b").textContent), true);
    assert.match(await text(speaker, ".left small"), /^left, ends \d\d:\d\d$/);
    // The mark of the plan stands where slide 34 would be, in the section that holds it.
    assert.equal(await speaker.locator(".sections button:has(i)").getAttribute("title"), "The people");
    assert.equal(await text(speaker, ".pace button"), "skip 2 optional, saves 1:00");
    await speaker.locator(".pace button").click();
    await shown(audience, [33, 0]);
    await clock(speaker, 2400);
    await until(speaker, () => document.querySelector(".left small").textContent, "over time");
    await close();
  });

  test("the time of this slide against its budget, also after a reload", async () => {
    const { speaker, close } = await two(planned);
    await go(speaker, 30);
    await clock(speaker, 10);
    await until(speaker, () => document.querySelector(".spent small").textContent, "this slide: 0:11 of 0:30");
    await speaker.reload();
    await until(speaker, () => /^this slide: 0:1[1-5] of 0:30$/.test(document.querySelector(".spent small").textContent), true);
    await close();
  });
});

describe("the log of the talk", () => {
  test("a speaker's file saves its times when the clock stands; a public one has none", async () => {
    const { speaker, close } = await two();
    const offer = () => speaker.locator(".pace button").innerText();
    await speaker.keyboard.press("ArrowRight");
    await speaker.keyboard.press("m");
    await until(speaker, () => document.querySelector(".chip").textContent, "✓ mark the slide");
    assert.equal(await offer(), "", "nothing is offered while the talk runs");
    await speaker.keyboard.press("t");
    await until(speaker, () => document.querySelector(".pace button").textContent, "save times");
    const [download] = await Promise.all([speaker.waitForEvent("download"), speaker.locator(".pace button").click()]);
    assert.match(download.suggestedFilename(), /^cs-461-apertus[\w.]*\.times\.jsonl$/);
    const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(([kind]) => kind), ["go", "mark", "pause", "end"]);
    for (const [, slide, step, at, asked, time] of lines) {
      assert.ok(slide && step === 0 && at >= 0 && at < 60_000 && asked === 0 && Math.abs(time - Date.now()) < 60_000, JSON.stringify(lines));
    }
    await close();
    const bare = await two(PUBLIC);
    await bare.speaker.keyboard.press("ArrowRight");
    await bare.speaker.keyboard.press("t");
    await bare.speaker.waitForTimeout(600);
    assert.equal(await bare.speaker.locator(".pace button").innerText(), "");
    await bare.close();
  });

  test("hours with the lid closed are no time of the talk", async () => {
    const { speaker, close } = await two();
    await speaker.keyboard.press("ArrowRight");
    await speaker.waitForTimeout(300);
    // The machine's clock leaps, the page's own does not: so it looks to a page that was asleep.
    await speaker.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 7_200_000;
    });
    await speaker.waitForTimeout(600);
    assert.match(await text(speaker, ".time b"), /^0:0\d$/);
    await close();
  });
});

describe("the arrangement", () => {
  test("three layouts, dividers by mouse and keyboard, and the size of the notes are remembered", async () => {
    const { speaker, close } = await two();
    const look = () => speaker.evaluate(() => [document.querySelector(".desk").dataset.layout, ...["now", "then", "said"].map((name) => {
      const { x, y, width, height } = document.querySelector(`.desk > .${name}`).getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    }), getComputedStyle(document.querySelector("section > .notes")).fontSize]);
    const first = await look();
    const seen = new Set([JSON.stringify(first)]);
    await speaker.locator("[data-do=arrange]").click();
    seen.add(JSON.stringify(await look()));
    await speaker.keyboard.press("Shift+N");
    seen.add(JSON.stringify(await look()));
    assert.equal(seen.size, 3);
    await speaker.keyboard.press("Shift+N");
    assert.deepEqual(await look(), first);
    const divider = await speaker.locator("[data-axis=x]").boundingBox();
    await speaker.mouse.move(divider.x + divider.width / 2, divider.y + 100);
    await speaker.mouse.down();
    await speaker.mouse.move(divider.x + divider.width / 2 - 200, divider.y + 100, { steps: 4 });
    await speaker.mouse.up();
    const dragged = await look();
    assert.ok(Math.abs(first[1][2] - dragged[1][2] - 200) <= 2, `${first[1][2]} to ${dragged[1][2]}`);
    await shown(speaker, [0, 0]);
    await speaker.locator("[data-axis=y]").focus();
    await speaker.keyboard.press("ArrowUp");
    const moved = await look();
    assert.ok(moved[1][3] < dragged[1][3]);
    await shown(speaker, [0, 0]); // the arrows were the divider's
    await speaker.locator("[data-do=larger]").click();
    const larger = await look();
    assert.ok(parseFloat(larger[4]) > parseFloat(first[4]));
    await speaker.reload();
    await speaker.waitForFunction(() => globalThis.deckle?.stage);
    assert.deepEqual(await look(), larger);
    await close();
  });

  for (const [width, height] of [[800, 500], [1024, 768], [1440, 900], [3840, 2160], [820, 1180], [390, 844]]) {
    test(`everything has its place at ${width} × ${height}`, async () => {
      const { speaker, close } = await two(NOTES, { viewport: { width, height } });
      await go(speaker, 14, 3);
      for (let layout = 0; layout < 3; layout += 1) {
        await settle(speaker);
        const wrong = await speaker.evaluate(() => {
          const found = [];
          const boxes = [".bar", ".now", ".then", ".said", ".sections"].map((name) => [name, document.querySelector(`.desk > ${name}`).getBoundingClientRect()]).filter(([, box]) => box.width);
          for (const [name, box] of boxes) {
            if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(`${name} hangs out of the window`);
            for (const [other, its] of boxes) {
              if (name < other && box.left < its.right - 1 && its.left < box.right - 1 && box.top < its.bottom - 1 && its.top < box.bottom - 1) found.push(`${name} lies on ${other}`);
            }
          }
          for (const name of [".now > .deck", ".then > .view"]) {
            const { width, height } = document.querySelector(`.desk > ${name}`).getBoundingClientRect();
            if (width && Math.abs(width / height - 16 / 9) > 0.02) found.push(`${name} has the wrong shape: ${width} × ${height}`);
            if (name.startsWith(".now") && width < 100) found.push(`${name} is ${width} px wide`);
          }
          const { width, height } = document.querySelector(".desk > .said .notes").getBoundingClientRect();
          if (width < 180 || height < 60) found.push(`the notes have ${width} × ${height}`);
          if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
          return found;
        });
        assert.deepEqual(wrong, [], `layout ${layout}`);
        await speaker.keyboard.press("Shift+N");
      }
      await close();
    });
  }

  test("every control can be reached with the keyboard and has a name", async () => {
    const { speaker, close } = await two();
    // What comes next is drawn, and named, when the window is idle.
    await speaker.waitForFunction(() => document.querySelector(".desk button.view").ariaLabel);
    const nameless = await speaker.evaluate(() =>
      [...document.querySelectorAll(".desk button, .desk > i, .desk .notes")].filter((part) => part.checkVisibility() && !part.closest("[inert], .view *") && !(part.ariaLabel || part.title || part.textContent.trim()) && !part.closest(".pace")).map((part) => part.outerHTML));
    assert.deepEqual(nameless, []);
    const reached = new Set();
    for (let count = 0; count < 40; count += 1) {
      await speaker.keyboard.press("Tab");
      reached.add(await speaker.evaluate(() => document.activeElement.dataset.do ?? document.activeElement.dataset.axis ?? document.activeElement.classList[0]));
    }
    for (const name of ["timer", "question", "smaller", "larger", "arrange", "notes", "x", "y", "next"]) assert.ok(reached.has(name), `${name} of ${[...reached]}`);
    await close();
  });
});

describe("without", () => {
  test("a public deck says that it carries no notes and gives the room to the slides", async () => {
    const { speaker, close } = await two(PUBLIC);
    assert.equal(await speaker.evaluate(() => document.querySelectorAll("template").length), 0);
    assert.equal(await text(speaker, "section > .notes"), "no notes: build with --notes");
    const [now, said] = await speaker.evaluate(() => [".now > .deck", ".said"].map((name) => document.querySelector(`.desk > ${name}`).getBoundingClientRect().width));
    assert.ok(now > 950 && now > 2 * said, `${now} and ${said}`);
    await close();
  });

  test("without a presenter window Shift N opens a drawer with the notes of the step", async () => {
    const windows = await context();
    const page = await windows.newPage();
    await page.goto(address(NOTES, "#next-token.2"));
    await go(page, 14, 2);
    await page.keyboard.press("Shift+N");
    const drawer = page.locator(".drawer");
    assert.equal((await drawer.locator("[aria-current]").textContent()).trim(), "Subject found, so a verb becomes likely.");
    await page.keyboard.press("ArrowRight");
    assert.match(await drawer.locator("[aria-current]").textContent(), /The sun shines/);
    await page.keyboard.press("Escape");
    assert.equal(await drawer.isVisible(), false);
    await page.keyboard.press("Shift+N");
    assert.equal(await drawer.isVisible(), true);
    // With a presenter window the notes are there and nowhere else.
    const [speaker] = await Promise.all([windows.waitForEvent("page"), page.keyboard.press("s")]);
    await speaker.waitForFunction(() => globalThis.deckle?.stage.accompanied());
    await accompanied(page);
    await until(page, () => document.querySelector(".drawer").hidden, true);
    await page.keyboard.press("Shift+N");
    await settle(page);
    assert.equal(await drawer.isVisible(), false);
    await until(speaker, () => document.querySelector(".desk").dataset.layout, "1");
    await windows.close();
  });

  test("freezing without an audience says so", async () => {
    const windows = await context();
    const page = await windows.newPage();
    await page.goto(address(NOTES));
    await page.keyboard.press("Shift+F");
    assert.equal(await text(page, ".chip"), "no presenter window");
    assert.equal((await state(page)).frozen, null);
    await windows.close();
  });
});
