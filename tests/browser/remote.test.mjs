// A phone that steers and a guest that follows, with the laptop's own windows, in Chromium. Guests come by this machine's own
// address without the speaker's token, which makes them guests like any other. Manual page: tests/spec/remote.md
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./harness.mjs";
import { replace, until, watch } from "./watched.mjs";

const TALK = `---
title: Steered
lang: LANG
duration: 20m
questions: 5m
---

# Opening {#opening}

Welcome

<!-- Smile, and say $\\sum_i x_i$. -->

---

## Steps {#steps}

::: steps
- first words
- second words
:::

<!--
Say nothing yet.

[step]

Say the *first* thing.
-->

---

## Later {#later}

the surprise

---

## Thanks {#thanks}

Bye
`;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A watched talk with the laptop's page open; `close` says what went wrong on any page. */
async function scene({ language = "en", pages = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "remote-"));
  const talk = join(folder, "talk.md");
  writeFileSync(talk, TALK.replace("LANG", language));
  const watched = await watch(talk, "--lan");
  const guests = new URL(watched.address).origin;
  const problems = [];
  const contexts = [];
  const open = async (address, options = {}) => {
    const context = options.context ?? (await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce", ...options }));
    contexts.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && !/WebSocket|ERR_/.test(message.text()) && problems.push(message.text()));
    await page.goto(address);
    return page;
  };
  const code = () => [...watched.said.matchAll(/: (\d{3}) (\d{3}) ·/g)].at(-1)?.slice(1).join("");
  await until(code);
  const stage = pages ? await open(watched.address) : null;
  const handheld = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
  return {
    watched, talk, guests, open, code, stage, problems,
    phone: (options = {}) => open(guests + "/remote", { ...handheld, ...options }),
    guest: (options = {}) => open(guests + "/", options),
    async close() {
      for (const context of new Set(contexts)) await context.close();
      const ended = await watched.stop();
      rmSync(folder, { recursive: true, force: true });
      assert.deepEqual(problems, []);
      assert.equal(ended, 0);
    },
  };
}

const at = (page) => page.evaluate(() => globalThis.deckle?.stage.session.at);
const isAt = (page, slide, step) => until(async () => {
  const now = await at(page);
  return now?.slide === slide && now.step === step;
}, () => `never at ${slide}.${step}`);
const words = (page, selector) => page.textContent(selector);
const isLost = (page) => page.evaluate(() => document.body.hasAttribute("data-lost"));

async function pair(phone, code) {
  await phone.fill("input", code);
  await until(() => phone.evaluate(() => document.body.dataset.view === "remote"), () => "not paired");
}

describe("a phone that steers", () => {
  test("pairs, turns slides, shows notes and titles, and comes back after a reload", async () => {
    const hall = await scene();
    const phone = await hall.phone();
    assert.equal(await phone.evaluate(() => document.body.dataset.view), "pair");
    await phone.fill("input", hall.code() === "000000" ? "000001" : "000000");
    await until(async () => (await words(phone, ".answer")) === "Not right. Tries left: 4.");
    await pair(phone, hall.code());
    await until(() => /a phone is paired/.test(hall.watched.said));
    await until(async () => (await words(phone, ".now h1")) === "Opening");
    assert.match(await words(phone, ".notes"), /Smile/);
    assert.ok(await phone.evaluate(() => !!document.querySelector(".notes .katex")), "formulas are drawn");
    assert.match(await words(phone, ".then"), /Next: Steps/);
    await phone.tap(".turn.on");
    await isAt(hall.stage, 1, 0);
    await phone.tap(".turn.on");
    await isAt(hall.stage, 1, 1);
    await until(async () => (await phone.textContent(".notes [aria-current]")) === "Say the first thing.");
    assert.match(await words(phone, ".then"), /step 2 of 3 · Next: Later/);
    assert.equal(await words(phone, ".place b"), "2");
    assert.match(await words(phone, ".pace"), /ahead|on time/);
    await phone.tap(".turn.back");
    await isAt(hall.stage, 1, 0);
    // What is done on the laptop is seen on the phone.
    await hall.stage.keyboard.press("End");
    await until(async () => (await words(phone, ".now h1")) === "Thanks" && /End of the talk/.test(await words(phone, ".then")));
    await phone.reload();
    await until(async () => (await words(phone, ".now h1")) === "Thanks");
    assert.ok(!phone.url().includes("="), "no secret is in the address");
    // Clock, question, black.
    await phone.tap(".time");
    await until(() => hall.stage.evaluate(() => !globalThis.deckle.stage.session.clock.since));
    await phone.tap("[data-do=question]");
    await until(() => hall.stage.evaluate(() => !!globalThis.deckle.stage.session.clock.asking));
    await phone.tap("[data-do=black]");
    await until(() => hall.stage.evaluate(() => globalThis.deckle.stage.session.cover === "black"));
    await until(async () => (await words(phone, ".pace")) === "screen is black");
    await hall.close();
  });

  test("points with a laser in every window, and takes it along", async () => {
    const hall = await scene();
    const [presenter] = await Promise.all([hall.stage.waitForEvent("popup"), hall.stage.keyboard.press("s")]);
    await until(() => presenter.evaluate(() => globalThis.deckle?.stage.role === "presenter"));
    const phone = await hall.phone();
    await pair(phone, hall.code());
    await until(async () => !(await isLost(phone)));
    await phone.tap("[data-own=laser]");
    const dot = (page) => page.evaluate(() => {
      const { x, y, width, height } = document.querySelector(".deck > .glass").getBoundingClientRect();
      const light = document.querySelector(".glass > b");
      const box = light.getBoundingClientRect();
      return light.hidden ? null : [(box.x + box.width / 2 - x) / width, (box.y + box.height / 2 - y) / height].map((part) => Math.round(part * 100) / 100);
    });
    const pad = await phone.locator(".pad").boundingBox();
    const session = await phone.context().newCDPSession(phone);
    const touch = (type, ...points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x: pad.x + x * pad.width, y: pad.y + y * pad.height })) });
    await touch("touchStart", [0.5, 0.5]);
    for (const x of [0.45, 0.4, 0.3, 0.25]) await touch("touchMove", [x, 0.75]);
    for (const page of [hall.stage, presenter]) await until(async () => JSON.stringify(await dot(page)) === "[0.25,0.75]", () => "no dot");
    // A finger that rests keeps it there.
    await new Promise((done) => setTimeout(done, 2000));
    assert.deepEqual(await dot(hall.stage), [0.25, 0.75]);
    await touch("touchEnd");
    for (const page of [hall.stage, presenter]) await until(async () => (await dot(page)) === null, () => "the dot stays");
    await touch("touchStart", [0.5, 0.5]);
    await until(async () => (await dot(hall.stage)) !== null);
    await phone.context().close();
    for (const page of [hall.stage, presenter]) await until(async () => (await dot(page)) === null, () => "the dot stays");
    await hall.close();
  });

  test("counts on when the laptop's clock is set back", async () => {
    const hall = await scene();
    const phone = await hall.phone();
    await pair(phone, hall.code());
    await until(async () => !(await isLost(phone)));
    await phone.tap(".turn.on");
    await isAt(hall.stage, 1, 0);
    await hall.stage.evaluate(() => {
      const real = Date.now;
      Date.now = () => real() - 3_600_000;
    });
    await until(async () => /^0:0[2-9]$/.test(await words(phone, ".time b")), () => "the clock stands");
    assert.ok(await hall.stage.evaluate(() => Date.now() - globalThis.deckle.stage.session.clock.since < 60_000));
    assert.equal(await isLost(phone), false);
    await hall.close();
  });

  test("turns grey when the laptop is lost, and comes back by itself", async () => {
    const hall = await scene({ pages: false });
    const phone = await hall.phone();
    await pair(phone, hall.code());
    await until(async () => /not open on the laptop/.test(await words(phone, ".lost")));
    assert.ok(await phone.isDisabled(".turn.on"));
    const stage = await hall.open(hall.watched.address);
    await until(async () => !(await isLost(phone)));
    await stage.keyboard.press("ArrowRight");
    await until(async () => (await words(phone, ".now h1")) === "Steps");
    await stage.close();
    await until(() => isLost(phone));
    const again = await hall.open(hall.watched.address);
    await until(async () => !(await isLost(phone)) && (await words(phone, ".now h1")) === "Opening");
    // The server stands still: nothing closes, nothing comes.
    hall.watched.child.kill("SIGSTOP");
    await until(async () => /No connection/.test(await words(phone, ".lost")));
    hall.watched.child.kill("SIGCONT");
    await until(async () => !(await isLost(phone)));
    await phone.tap(".turn.on");
    await isAt(again, 1, 0);
    await hall.close();
  });

  test("five wrong codes lock it until the terminal shows another", async () => {
    const hall = await scene();
    const phone = await hall.phone();
    const wrong = hall.code() === "000000" ? "000001" : "000000";
    for (const answer of ["4", "3", "2", "1", "Enter"]) {
      await phone.fill("input", wrong);
      await until(async () => (await words(phone, ".answer")).includes(answer), () => `no ${answer}`);
    }
    const old = hall.code();
    await phone.fill("input", old);
    await until(async () => (await words(phone, ".answer")).startsWith("Five wrong codes"));
    hall.watched.child.stdin.write("\n");
    await until(() => hall.code() !== old);
    await pair(phone, hall.code());
    // A second phone with no code left: it asks, and the terminal shows one.
    const used = hall.code();
    const second = await hall.phone();
    await second.fill("input", used);
    await until(async () => (await words(second, ".answer")).startsWith("That code is over"));
    await until(() => hall.code() !== used);
    await pair(second, hall.code());
    await until(async () => (await words(second, ".now h1")) === "Opening");
    await hall.close();
  });

  for (const [language, next] of [["de-CH", "weiter"], ["fr", "suivant"], ["it", "avanti"]]) {
    test(`speaks the talk's language: ${language}`, async () => {
      const hall = await scene({ language });
      const phone = await hall.phone();
      await pair(phone, hall.code());
      await until(async () => (await words(phone, ".turn.on span")) === next);
      await hall.close();
    });
  }

  for (const [width, height] of [[360, 640], [640, 360], [320, 568], [412, 915]]) {
    test(`has its place on ${width} × ${height}`, async () => {
      const hall = await scene();
      const phone = await hall.phone({ viewport: { width, height } });
      const fits = () => phone.evaluate(() => {
        const wrong = [];
        for (const part of document.querySelectorAll("button, input, .notes, h1")) {
          const { x, y, right, bottom, width, height } = part.getBoundingClientRect();
          if (!width) continue;
          if (x < 0 || y < 0 || right > innerWidth || bottom > innerHeight) wrong.push(`${part.className || part.localName} sticks out`);
          if (part.localName === "button" && (width < 44 || height < 44)) wrong.push(`${part.textContent} is ${width} × ${height}`);
        }
        const { scrollWidth, scrollHeight } = document.scrollingElement;
        if (scrollWidth > innerWidth || scrollHeight > innerHeight) wrong.push("the page scrolls");
        return wrong;
      });
      assert.deepEqual(await fits(), []);
      await pair(phone, hall.code());
      await until(async () => (await words(phone, ".now h1")) === "Opening");
      assert.deepEqual(await fits(), []);
      await phone.tap("[data-own=laser]");
      assert.deepEqual(await fits(), []);
      await hall.close();
    });
  }
});

describe("a guest that follows", () => {
  test("goes along, may look back, and never runs ahead", async () => {
    const hall = await scene();
    const guest = await hall.guest();
    await isAt(guest, 0, 0);
    await hall.stage.keyboard.press("ArrowRight");
    await hall.stage.keyboard.press("ArrowRight");
    await isAt(guest, 1, 1);
    const html = () => guest.evaluate(() => document.documentElement.outerHTML);
    for (const secret of ["second words", "the surprise", "Smile", "Say the"]) assert.ok(!(await html()).includes(secret), secret);
    // Keys, links and search lead no further.
    for (const key of ["ArrowRight", "PageDown", "End", "Shift+ArrowRight", "u"]) await guest.keyboard.press(key);
    await guest.evaluate(() => (location.hash = "#later"));
    assert.deepEqual(await at(guest), { slide: 1, step: 1 });
    await guest.keyboard.press("g");
    await until(() => guest.evaluate(() => document.activeElement.localName === "input"), () => "no box to search in");
    await guest.keyboard.type("surprise");
    await guest.keyboard.press("Enter");
    await guest.keyboard.press("Escape");
    assert.deepEqual(await at(guest), { slide: 1, step: 1 });
    // Looking back: the talk goes on without this page, until its button is pressed.
    await guest.keyboard.press("Home");
    await isAt(guest, 0, 0);
    await hall.stage.keyboard.press("ArrowRight");
    await until(async () => (await html()).includes("second words"));
    assert.deepEqual(await at(guest), { slide: 0, step: 0 });
    await guest.click(".tolive");
    await isAt(guest, 1, 2);
    assert.ok(await guest.isHidden(".tolive"));
    await hall.stage.keyboard.press("ArrowRight");
    await isAt(guest, 2, 0);
    // Black, and a save behind it.
    await hall.stage.keyboard.press("b");
    await guest.waitForSelector(".curtain:not([hidden])");
    replace(hall.talk, readFileSync(hall.talk, "utf8").replace("the surprise", "the great surprise"));
    await until(async () => (await html()).includes("the great surprise"));
    await hall.stage.keyboard.press("b");
    await guest.waitForSelector(".curtain", { state: "hidden" });
    await hall.close();
  });

  test("stands still while the audience is held, also when it is opened then", async () => {
    const hall = await scene();
    const [presenter] = await Promise.all([hall.stage.waitForEvent("popup"), hall.stage.keyboard.press("s")]);
    await until(() => presenter.evaluate(() => globalThis.deckle?.stage.role === "presenter" && globalThis.deckle.stage.accompanied()));
    await presenter.keyboard.press("ArrowRight");
    const guest = await hall.guest();
    await isAt(guest, 1, 0);
    await presenter.keyboard.press("Shift+F");
    await presenter.keyboard.press("End");
    await isAt(presenter, 3, 0);
    const late = await hall.guest();
    await isAt(late, 1, 0);
    await presenter.keyboard.press("Home");
    await isAt(presenter, 0, 0);
    for (const page of [guest, late]) {
      assert.deepEqual(await at(page), { slide: 1, step: 0 });
      assert.ok(!(await page.content()).includes("the surprise") && !(await page.content()).includes("Bye"));
    }
    await presenter.keyboard.press("Shift+F");
    await isAt(guest, 0, 0);
    await hall.close();
  });

  test("waits for a talk that has not begun, shows slides on a phone, and survives a restart of the laptop's page", async () => {
    const hall = await scene({ pages: false });
    const guest = await hall.guest({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
    await guest.waitForSelector(".waiting");
    const stage = await hall.open(hall.watched.address);
    await isAt(guest, 0, 0);
    await stage.keyboard.press("ArrowRight");
    await isAt(guest, 1, 0);
    assert.ok(await guest.evaluate(() => document.documentElement.classList.contains("present")));
    await stage.reload();
    await until(() => at(stage));
    await stage.keyboard.press("ArrowRight");
    await isAt(guest, 1, 1);
    // Zero on the clock begins anew: a rehearsal in the same hall does not count.
    await stage.keyboard.press("Home");
    await isAt(guest, 0, 0);
    await stage.keyboard.press("Shift+T");
    await until(() => guest.evaluate(() => globalThis.deckle.stage.slides.length === 1));
    await hall.close();
  });
});
